"""What a store tells customers of their data, what it asks them, and how long it keeps it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.booking.domain.calendars import Words

VERSION = "2026-01"
WORDS = {
    "zh": "为向您提供预约及相关服务，我们需要您的称呼和联系电话；"
    "所选项目须核验身份时，还需证件号码。"
    "我们仅为此目的使用，未经您同意，不会用于营销，也不会提供给第三方。"
    "您可随时查询、更正、导出或要求删除。",
    "en": "To book and to serve you we need your name and telephone number, and your ID number "
    "only where the item requires it. We use them for nothing else: without your consent "
    "neither for offers nor for third parties. You may see, correct, export or erase them at "
    "any time.",
}
ALWAYS = ("name", "phone")
IF_NEEDED = "id_number"
NEVER_SHOWN = "no version of the words that customers were ever told here"


@dataclass(frozen=True, slots=True)
class PrivacyTerms:
    """The words that customers are told now, and their version, which a booking remembers."""

    version: str = VERSION
    words: Words = field(default_factory=lambda: dict(WORDS))


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long what is kept: ``months`` after a customer's last visit, the rest in days."""

    months: int = 24
    visitor_days: int = 30
    message_days: int = 90
    call_days: int = 180
    delivery_days: int = 30


def collected(requires_identity: bool) -> list[str]:
    """Return what must be told to book an item: an ID number only where it is needed (BK-05)."""
    return [*ALWAYS, IF_NEEDED] if requires_identity else list(ALWAYS)


def needed(customer: dict[str, Any], requires_identity: bool) -> dict[str, Any]:
    """Return what is kept of what a customer told: nothing that no item needs (PV-02)."""
    if requires_identity and customer.get(IF_NEEDED):
        return customer
    return {name: told for name, told in customer.items() if name != IF_NEEDED}


def without_papers(customer: dict[str, Any]) -> dict[str, Any]:
    """Return *customer* as anybody reads them: the ID number is shown by one call alone (PV-05)."""
    return {name: told for name, told in customer.items() if name != IF_NEEDED}


def version_told(
    consents: dict[str, Any] | None, terms: PrivacyTerms, by_us: bool = True
) -> str | None:
    """Return the version of the words that a customer was told, None if they saw none (PV-01).

    Where nobody says anything of consents, people of ours (*by_us*) have told what counts now.
    """
    if consents is None:
        return terms.version if by_us else None
    return consents.get("privacy_version") or None


def faults_of_version(
    consents: dict[str, Any] | None, terms: PrivacyTerms, counted: Callable[[str], bool]
) -> dict[str, list[str]]:
    """Return what is wrong with the version that *consents* name: nobody can have seen it (PV-01).

    *counted* says whether one counted here before the one of *terms*.
    """
    version = (consents or {}).get("privacy_version")
    if not version or version in (terms.version, VERSION) or counted(version):
        return {}
    return {"consents.privacy_version": [NEVER_SHOWN]}


def never(_: str) -> bool:
    """Say that no version counted before the one of now."""
    return False
