"""A campaign: customers who agreed are called two weeks ahead, and written to if they wish (CM-01).

It is a draft until it is started, and can be stopped.  Every function takes the campaign
as it stands and returns it as it then stands.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, Stale
from services.followup.domain.around import EVERY_TRADE, Around
from services.followup.domain.chains import Window
from services.followup.domain.customers import Customer
from services.followup.domain.opening import of_kind, within_owners_days
from services.followup.domain.tasks import Task

CALL, LETTER = "campaign_call", "campaign_letter"
BY_MESSAGE = "message"
LETTER_WANTED = "letter_wanted"
MUST_SAY = ("day", "content", "address")
"""What customers must be told clearly (CM-02)."""
CHANGED = ("name", "kind", "way", "day", "last_day", "content", "address")
MOVES = {"draft": ("change", "start"), "started": ("stop",), "stopped": ()}

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to a campaign, and when."""

    move: str
    at: datetime
    by: Person
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """``day`` is the first day of the event in the store; ``customers`` were listed for it.

    Its ``way`` is a call by a person, or a message (CM-04).
    """

    id: str
    revision: int
    state: str
    store_id: str
    timezone: str
    kind: str
    name: str
    day: date | None
    last_day: date | None
    content: str
    address: str
    begun_at: datetime
    way: str = "call"
    customers: int | None = None
    history: tuple[Deed, ...] = ()


def drafted(id: str, timezone: str, by: Person, now: datetime, **said: Any) -> Campaign:
    """Return a new draft.

    Raises:
        Invalid: it ends before it begins.
    """
    draft = Campaign(
        id=id,
        revision=1,
        state="draft",
        timezone=timezone,
        begun_at=now,
        history=(Deed("draft", now, by),),
        **said,
    )
    _check_days(draft)
    return draft


def changed(
    campaign: Campaign, by: Person, now: datetime, if_revision: int | None, said: dict[str, Any]
) -> Campaign:
    """Return a draft with what was *said* of it.

    Raises:
        IllegalTransition, Stale
        Invalid: it ends before it begins.
    """
    _must(campaign, "change", if_revision)
    after = _moved(replace(campaign, **said), Deed("change", now, by))
    _check_days(after)
    return after


def started(
    campaign: Campaign,
    chain: Around,
    by: Person,
    now: datetime,
    if_revision: int | None = None,
    short_notice: bool = False,
) -> Campaign:
    """Return *campaign* on its way to the customers.

    Raises:
        IllegalTransition, Stale
        Invalid: content, day or address are not said, or the calls should have been made by
            now, which *short_notice* allows; every fault at once (CM-01, CM-02).
    """
    _must(campaign, "start", if_revision)
    faults = {name: ["is missing"] for name in MUST_SAY if not getattr(campaign, name)}
    if campaign.day is not None:
        zone = ZoneInfo(campaign.timezone)
        ahead = _ahead(chain)
        days = window_of(campaign, chain)
        if campaign.day < now.astimezone(zone).date():
            faults["day"] = ["is in the past"]
        elif now >= days.due_at and not short_notice:
            faults["day"] = [f"is less than {ahead.last} days ahead"]
    if faults:
        raise Invalid(fields=faults)
    return replace(_moved(campaign, Deed("start", now, by)), state="started")


def stopped(
    campaign: Campaign, by: Person, now: datetime, reason: str, if_revision: int | None = None
) -> Campaign:
    """Return *campaign* as one for which nobody is called any more.

    Raises:
        IllegalTransition, Stale
    """
    _must(campaign, "stop", if_revision)
    return replace(_moved(campaign, Deed("stop", now, by, reason)), state="stopped")


def call_to(customer: Customer, campaign: Campaign, chain: Around, now: datetime) -> Task:
    """Return the task to call *customer*: from three weeks to two weeks before the event (CM-01).

    What was started later is due on the day before the event.
    """
    assert campaign.day is not None
    kind = chain.kind(CALL, EVERY_TRADE, {})
    assert kind is not None
    days = window_of(campaign, chain)
    if now >= days.due_at:
        days = replace(_ahead(chain), last=1).window(campaign.day, campaign.timezone)
    return of_kind(
        chain,
        kind,
        Window(max(days.opens_at, now), max(days.due_at, now)),
        now,
        id=f"{campaign.id}.{customer.customer_id}.call",
        store_id=campaign.store_id,
        timezone=campaign.timezone,
        booking_id=None,
        booking_number=None,
        customer={
            "id": customer.customer_id,
            "name": customer.name,
            "phone": customer.phone,
            "language": customer.language,
        },
        subject=customer.subject,
        items=(),
        brief=brief(campaign),
        campaign_id=campaign.id,
    )


def letter_after(call: Task, chain: Around, now: datetime) -> Task:
    """Return the task to send the letter that was wanted in *call*, within two days (CM-01)."""
    return within_owners_days(
        chain,
        LETTER,
        now,
        id=f"{call.campaign_id}.{call.customer['id']}.letter",
        store_id=call.store_id,
        timezone=call.timezone,
        booking_id=None,
        booking_number=None,
        customer=call.customer,
        subject=call.subject,
        items=(),
        brief=call.brief,
        campaign_id=call.campaign_id,
    )


def window_of(campaign: Campaign, chain: Around) -> Window:
    """Return when customers are to hear of *campaign*: from three weeks to two weeks before."""
    days: Window = _ahead(chain).window(campaign.day, campaign.timezone)
    return days


def brief(campaign: Campaign) -> str:
    """Return what is to be told: what, when and where (CM-02)."""
    assert campaign.day is not None
    days = campaign.day.isoformat()
    if campaign.last_day and campaign.last_day != campaign.day:
        days += f" – {campaign.last_day.isoformat()}"
    return "\n".join((campaign.name, campaign.content, days, campaign.address))


def _ahead(chain: Around) -> Any:
    kind = chain.kind(CALL, EVERY_TRADE, {})
    assert kind is not None
    assert kind.before_event is not None
    return kind.before_event


def _check_days(campaign: Campaign) -> None:
    if campaign.last_day and (campaign.day is None or campaign.last_day < campaign.day):
        raise Invalid.of(last_day="is before the first day")


def _must(campaign: Campaign, move: str, if_revision: int | None) -> None:
    legal = MOVES[campaign.state]
    if move not in legal:
        raise IllegalTransition(state=campaign.state, legal=list(legal), revision=campaign.revision)
    if if_revision not in (None, campaign.revision):
        raise Stale(revision=campaign.revision)


def _moved(campaign: Campaign, deed: Deed) -> Campaign:
    return replace(campaign, revision=campaign.revision + 1, history=(*campaign.history, deed))
