"""Campaigns: events, discounts and free services that customers are called about."""

from typing import Any

from flask import Response

from common.contracts.base import Call
from common.contracts.followup import (
    CHANGE_CAMPAIGN,
    DRAFT_CAMPAIGN,
    GET_CAMPAIGN,
    LIST_CAMPAIGNS,
    START_CAMPAIGN,
    STOP_CAMPAIGN,
)
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.bus import call

campaigns = Noun("campaigns", "What customers are called about two weeks ahead. For staff.")


def public(campaign: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.CAMPAIGN, campaign)


def moved(move: Call, campaign_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the campaign after it."""
    return changed(move, asked, read=GET_CAMPAIGN, public=public, campaign_id=campaign_id)


@campaigns.route("")
@allowed(LIST_CAMPAIGNS)
@campaigns.arguments(requests.CampaignsAsked, location="query")
@campaigns.response(200, bodies.Campaigns)
def list_campaigns(asked: dict[str, Any]) -> Response:
    """List campaigns, the latest first, with how far their calls and letters are."""
    found = call(LIST_CAMPAIGNS, **asked)
    here = [public(one) for one in found["campaigns"]]
    return reply({"campaigns": here, "next_cursor": found["next_cursor"]})


@campaigns.route("", methods=["POST"])
@allowed(DRAFT_CAMPAIGN)
@campaigns.arguments(requests.NewCampaign())
@campaigns.response(201, bodies.Campaign, headers=ETAG)
def draft_campaign(asked: dict[str, Any]) -> Response:
    """Draft a campaign; nobody is called before it is started."""
    campaign = public(call(DRAFT_CAMPAIGN, **asked))
    return reply(campaign, 201, revision=campaign["revision"])


@campaigns.route("/<campaign_id>")
@allowed(GET_CAMPAIGN)
@campaigns.response(200, bodies.Campaign, headers=ETAG)
def get_campaign(campaign_id: str) -> Response:
    """Show a campaign with how far its calls and letters are."""
    campaign = public(call(GET_CAMPAIGN, campaign_id=campaign_id))
    return reply(campaign, revision=campaign["revision"])


@campaigns.route("/<campaign_id>", methods=["PATCH"])
@allowed(CHANGE_CAMPAIGN)
@campaigns.arguments(requests.CampaignChanged())
@campaigns.response(200, bodies.Campaign, headers=ETAG)
@campaigns.doc(parameters=[IF_MATCH])
def change_campaign(asked: dict[str, Any], campaign_id: str) -> Response:
    """Change a draft; what is not named stays."""
    return moved(CHANGE_CAMPAIGN, campaign_id, asked)


@campaigns.route("/<campaign_id>/start", methods=["POST"])
@allowed(START_CAMPAIGN)
@campaigns.arguments(requests.CampaignStarted(), required=False)
@campaigns.response(200, bodies.Campaign, headers=ETAG)
@campaigns.doc(parameters=[IF_MATCH])
def start_campaign(asked: dict[str, Any], campaign_id: str) -> Response:
    """Start it: everybody who agreed to hear of such things is called or told two weeks ahead."""
    return moved(START_CAMPAIGN, campaign_id, asked)


@campaigns.route("/<campaign_id>/stop", methods=["POST"])
@allowed(STOP_CAMPAIGN)
@campaigns.arguments(requests.Explained())
@campaigns.response(200, bodies.Campaign, headers=ETAG)
@campaigns.doc(parameters=[IF_MATCH])
def stop_campaign(asked: dict[str, Any], campaign_id: str) -> Response:
    """Stop it: nobody is called or told any more who was not yet."""
    return moved(STOP_CAMPAIGN, campaign_id, asked)
