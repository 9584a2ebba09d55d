"""What is kept of people's second factors: a secret under lock, the last code used, spare codes."""

from datetime import datetime
from typing import Any

from pymongo.collection import Collection


class FactorsKept:
    """The part of the gateway's store that is about second factors."""

    _people: Collection[dict[str, Any]]

    def begin_second_factor(self, login: str, locked_secret: str, now: datetime) -> None:
        """Keep a secret that counts for nothing until a code of it has been shown."""
        begun = {"secret": locked_secret, "at": now}
        self._people.update_one({"_id": login}, {"$set": {"totp_begun": begun}})

    def second_factor_begun(self, login: str, since: datetime) -> str | None:
        """Return the secret as it was kept, None if none was begun *since* then."""
        begun = {"_id": login, "totp_begun.at": {"$gt": since}}
        found = self._people.find_one(begun, {"totp_begun": 1})
        return found["totp_begun"]["secret"] if found else None

    def keep_second_factor(
        self, login: str, locked_secret: str, step: int, recovery_hashes: list[str]
    ) -> bool:
        """Ask for codes of that secret from now on; False when it is not the one begun last."""
        kept = {
            "totp": {"secret": locked_secret, "step": step},
            "recovery": recovery_hashes,
        }
        done = self._people.update_one(
            {"_id": login, "totp_begun.secret": locked_secret},
            {"$set": kept, "$unset": {"totp_begun": ""}, "$inc": {"revision": 1}},
        )
        return done.matched_count > 0

    def drop_second_factor(self, login: str) -> None:
        gone = {"totp": "", "totp_begun": "", "recovery": ""}
        self._people.update_one({"_id": login}, {"$unset": gone, "$inc": {"revision": 1}})

    def second_factor(self, login: str) -> str | None:
        """Return the secret as it was kept, None without one."""
        found = self._people.find_one({"_id": login}, {"totp": 1}) or {}
        return found["totp"]["secret"] if "totp" in found else None

    def use_step(self, login: str, step: int) -> bool:
        """Say whether the code of that half minute had not been used, nor a later one."""
        fresh = {"_id": login, "totp.step": {"$lt": step}}
        return self._people.update_one(fresh, {"$set": {"totp.step": step}}).matched_count > 0

    def use_recovery_code(self, login: str, code_hash: str) -> bool:
        """Say whether that code was there to be used; it is no more."""
        there = {"_id": login, "recovery": code_hash}
        return self._people.update_one(there, {"$pull": {"recovery": code_hash}}).matched_count > 0

    def recovery_codes_left(self, login: str) -> int:
        found = self._people.find_one({"_id": login}, {"recovery": 1}) or {}
        return len(found.get("recovery", ()))
