"""Campaigns: events, discounts and free services that customers are called about (CM-01)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import IllegalTransition
from common.contracts.followup.events import SERVICE
from common.errors import Invalid, NotFound, Stale, Unavailable

CAMPAIGN_KINDS = ("club_event", "discount", "free_service")
CAMPAIGN_WAYS = ("call", "message")
"""How customers hear of it: called by people, or told in writing (CM-04)."""
CAMPAIGN_STATES = ("draft", "started", "stopped")


class CampaignFields(Request):
    """What is said of a campaign; it can be incomplete until it is started."""

    kind = fields.Str(validate=validate.OneOf(CAMPAIGN_KINDS))
    way = fields.Str(validate=validate.OneOf(CAMPAIGN_WAYS))
    name = fields.Str(validate=validate.Length(1, 100))
    day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    content = fields.Str(validate=validate.Length(max=2000))
    address = fields.Str(validate=validate.Length(max=200))


class DraftCampaign(CampaignFields):
    store_id = fields.Str(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(CAMPAIGN_KINDS))
    way = fields.Str(load_default="call", validate=validate.OneOf(CAMPAIGN_WAYS))
    name = fields.Str(required=True, validate=validate.Length(1, 100))
    day = fields.Date(load_default=None, allow_none=True)
    last_day = fields.Date(load_default=None, allow_none=True)
    content = fields.Str(load_default="", validate=validate.Length(max=2000))
    address = fields.Str(load_default="", validate=validate.Length(max=200))


class OfCampaign(Request):
    campaign_id = fields.Str(required=True)


class ChangeCampaign(CampaignFields):
    campaign_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)


class StartCampaign(OfCampaign):
    """``short_notice`` allows what begins too soon for calls two weeks ahead."""

    if_revision = fields.Int(load_default=None, allow_none=True)
    short_notice = fields.Bool(load_default=False)


class StopCampaign(OfCampaign):
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(required=True, validate=validate.Length(1, 500))


class ListCampaigns(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(CAMPAIGN_STATES))
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class CampaignReply(Reply):
    """``customers`` are those listed for it, null while they are still being listed.

    ``progress`` counts the calls, letters and messages by where they stand.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    kind = fields.Str(required=True)
    way = fields.Str(required=True)
    name = fields.Str(required=True)
    day = fields.Str(required=True, allow_none=True)
    last_day = fields.Str(required=True, allow_none=True)
    content = fields.Str(required=True)
    address = fields.Str(required=True)
    begun_at = fields.Str(required=True)
    customers = fields.Int(required=True, allow_none=True)
    progress = fields.Dict(required=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class Campaigns(Reply):
    campaigns = fields.List(fields.Nested(CampaignReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


_MOVED = (NotFound, Invalid, Stale, IllegalTransition)
DRAFT_CAMPAIGN = Call(
    SERVICE, "draft_campaign", DraftCampaign, CampaignReply, "campaigns:write",
    (NotFound, Invalid, Unavailable),
)  # fmt: skip
CHANGE_CAMPAIGN = Call(
    SERVICE, "change_campaign", ChangeCampaign, CampaignReply, "campaigns:write", _MOVED
)
START_CAMPAIGN = Call(
    SERVICE, "start_campaign", StartCampaign, CampaignReply, "campaigns:write", _MOVED
)
STOP_CAMPAIGN = Call(
    SERVICE, "stop_campaign", StopCampaign, CampaignReply, "campaigns:write", _MOVED
)
LIST_CAMPAIGNS = Call(
    SERVICE, "list_campaigns", ListCampaigns, Campaigns, "campaigns:read", (NotFound, Invalid),
    read=True,
)  # fmt: skip
GET_CAMPAIGN = Call(
    SERVICE, "get_campaign", OfCampaign, CampaignReply, "campaigns:read", (NotFound,), read=True
)

CALLS = (
    DRAFT_CAMPAIGN, CHANGE_CAMPAIGN, START_CAMPAIGN, STOP_CAMPAIGN, LIST_CAMPAIGNS, GET_CAMPAIGN,
)  # fmt: skip
