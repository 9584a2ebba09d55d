"""Campaigns as Mongo keeps them and as callers read them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.followup.documents.shapes import (
    fields_of,
    local,
    plain,
    with_days_read,
    with_days_written,
)
from services.followup.domain.campaigns import MOVES, Campaign, Deed

DAYS = ("day", "last_day")


def as_document(campaign: Campaign) -> dict[str, Any]:
    return plain(campaign, *DAYS)


def as_campaign(document: dict[str, Any]) -> Campaign:
    kept = with_days_read(fields_of(Campaign, document), DAYS)
    return Campaign(**{**kept, "history": tuple(Deed(**deed) for deed in kept["history"])})


def as_reply(campaign: Campaign, progress: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return *campaign* with its *progress*: calls and letters by where they stand."""
    told = with_days_written(asdict(campaign), DAYS)
    history = [{**deed, "at": local(deed["at"], campaign.timezone)} for deed in told["history"]]
    return {
        **told,
        "begun_at": local(campaign.begun_at, campaign.timezone),
        "progress": progress,
        "legal_moves": list(MOVES[campaign.state]),
        "history": history,
    }
