"""What must be known when a message is about to be sent, read for many messages at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.database import Database

from common.lots import GATHER, Lots
from common.privacy import customer_id
from services.notification.domain.decisions import Known
from services.notification.domain.manners import Manners
from services.notification.domain.messages import Message
from services.notification.domain.people import acts
from services.notification.domain.people.persons import Person
from services.notification.domain.prices import month_of
from services.notification.domain.purposes import A_WEEK, PURPOSES, Purpose
from services.notification.store.finding import Documents, by_id
from services.notification.store.people import as_person

UNINVITED = [purpose.name for purpose in PURPOSES.values() if not purpose.own_act]
Came = tuple[datetime, str]
"""When somebody was written to, and about which booking."""


@dataclass(frozen=True, slots=True)
class Question:
    """May this *message* go out by *provider* at *now*, by the *manners* of its store?"""

    message: Message
    manners: Manners
    provider: str
    now: datetime

    @property
    def purpose(self) -> Purpose:
        return PURPOSES[self.message.purpose]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.message.timezone)

    @property
    def month(self) -> str:
        return month_of(self.message.store_id, self.now, self.zone)

    @property
    def is_capped(self) -> bool:
        capped = self.manners.spend_cap_fen is not None
        return capped and bool(self.message.cost_fen) and not self.purpose.own_act


class Knowing:
    """Asks the database once for a lot of questions, of each only what its message needs."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database
        self._together: Lots[Question, Known] = Lots(self._answers, gather=GATHER)

    def __call__(self, question: Question) -> Known:
        return self._together(question)

    def _answers(self, lot: list[Question]) -> list[Known]:
        opted_out = self._found("opt_outs", (customer_id(one.message.to) for one in lot))
        people = self._people(one.message.customer_id for one in lot)
        spent = self._found("spent", (one.month for one in lot if one.is_capped))
        providers = self._found("providers", {one.provider for one in lot})
        sent, calls = self._uninvited(lot), self._calls(lot)
        return [
            Known(
                manners=one.manners,
                zone=one.zone,
                **_wishes(one.message, people[one.message.customer_id], opted_out),
                sent=_counted(one, sent[one.message.customer_id, one.message.channel]),
                calls=tuple(calls[one.message.booking_id]),
                spent_fen=spent.get(one.month, {}).get("fen", 0),
                cost_fen=one.message.cost_fen,
                paused_until=providers.get(one.provider, {}).get("until"),
                paused_code=providers.get(one.provider, {}).get("code"),
            )
            for one in lot
        ]

    def _uninvited(self, lot: list[Question]) -> dict[tuple[str, str], list[Came]]:
        """Return when people were written to by which channel, but for their acts, within a week,
        and about which booking.

        In any store.  What comes by SMS and by e-mail alike is one intrusion, not two.
        """
        counted = [one for one in lot if not one.purpose.own_act]
        sent: dict[tuple[str, str], list[Came]] = defaultdict(list)
        if counted:
            wanted = {
                "customer_id": {"$in": [one.message.customer_id for one in counted]},
                "sent_at": {"$gt": min(one.now for one in counted) - A_WEEK},
                "purpose": {"$in": UNINVITED},
            }
            fields = {"customer_id": 1, "channel": 1, "sent_at": 1, "booking_id": 1}
            for one in self._database["messages"].find(wanted, fields):
                sent[one["customer_id"], one["channel"]].append((one["sent_at"], one["booking_id"]))
        return sent

    def _calls(self, lot: list[Question]) -> dict[str, list[datetime]]:
        """Return when the customers of bookings are to be called before the visit."""
        reminded = [one.message.booking_id for one in lot if one.message.kind == "reminder"]
        calls: dict[str, list[datetime]] = defaultdict(list)
        if reminded:
            wanted = {"booking_id": {"$in": reminded}, "stands": True}
            for one in self._database["calls"].find(wanted):
                calls[one["booking_id"]].append(one["due_at"])
        return calls

    def _people(self, ids: Iterable[str]) -> dict[str, Person]:
        """Return who they are, also those of whom nothing is known."""
        wanted = set(ids)
        found = self._found("people", wanted)
        return {id: as_person(found[id]) if id in found else Person(id=id) for id in wanted}

    def _found(self, name: str, ids: Iterable[str]) -> Documents:
        return by_id(self._database[name], ids)


def _counted(question: Question, sent: Iterable[Came]) -> tuple[datetime, ...]:
    """Return what counts against it: what ends a visit does not count what was about that."""
    beside = question.message.booking_id if question.purpose.ends_visit else None
    return tuple(moment for moment, about in sent if about != beside)


def _wishes(message: Message, person: Person, opted_out: Documents) -> dict[str, Any]:
    """Return what the one wants whom *message* is for; *opted_out* are known by their address."""
    stopped = opted_out.get(customer_id(message.to))
    channels = stopped.get("channels", (message.channel,)) if stopped else ()
    return {
        "opted_out": person.has_opted_out(message.channel) or message.channel in channels,
        "agreed_to_marketing": person.agreed(acts.MARKETING, message.channel),
        "refused_at": person.refused_at(message.purpose, message.channel),
        "hours": person.preferences.hours,
    }
