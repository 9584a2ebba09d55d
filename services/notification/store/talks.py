"""What is said in a call, kept in the call's own message; and which calls are whose."""

from dataclasses import asdict
from typing import Any

from pymongo.collection import Collection

from common.bus.outbox import promising
from services.notification.domain.messages import VOICE, Message
from services.notification.domain.talks import Heard, Talk
from services.notification.store.finding import at_address

TO_COME = ("pending", "submitting", "accepted", "sent")


class Talks:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _messages: Collection[dict[str, Any]]

    def talk(self, message_id: str, token: str, call_sid: str) -> Talk | None:
        """Return the talk of a call, begun by the first that asks with *token*; another's: None."""
        begun = {"talk": {"token": token, "call_sid": call_sid, "turns": []}}
        first = {"_id": message_id, "talk.token": {"$ne": token}}
        self._messages.update_one(first, {"$set": begun})
        mine = {"_id": message_id, "talk.token": token, "talk.call_sid": call_sid}
        found = self._messages.find_one(mine, {"talk": 1})
        return Talk.of(found["talk"]) if found else None

    def keep_turn(
        self, message_id: str, talk: Talk, heard: Heard, events: list[dict[str, Any]]
    ) -> bool:
        """Add one turn to a *talk*, with what is to be told; say whether nobody was quicker."""
        as_read = {
            "_id": message_id,
            "talk.token": talk.token,
            "talk.call_sid": talk.call_sid,
            "talk.turns": {"$size": len(talk.turns)},
        }
        update: dict[str, Any] = {"$push": {"talk.turns": asdict(heard)}}
        if events:
            promises = promising(events)
            update = {**promises, "$push": {**promises["$push"], **update["$push"]}}
        return self._messages.update_one(as_read, update).modified_count == 1

    def came_of(self, message_id: str) -> str | None:
        """Return what came of the talk of a call, or None where nothing did."""
        found = self._messages.find_one({"_id": message_id}, {"talk": 1}) or {}
        return Talk.of(found["talk"]).outcome if "talk" in found else None

    def promise(self, message_id: str, events: list[dict[str, Any]]) -> None:
        """Promise *events* about a message."""
        self._messages.update_one({"_id": message_id}, promising(events))

    def is_called(self, booking_id: str) -> bool:
        """Say whether a call about a booking is to come, or on."""
        on = {"booking_id": booking_id, "channel": VOICE, "state": {"$in": list(TO_COME)}}
        return self._messages.find_one(on, {"_id": 1}) is not None

    def calls_beside(self, message: Message) -> set[str]:
        """Return Twilio's ids of all other calls to the same number."""
        others = {
            **at_address(message.to),
            "channel": VOICE,
            "_id": {"$ne": message.id},
            "sid": {"$ne": None},
        }
        return {found["sid"] for found in self._messages.find(others, {"sid": 1})}
