"""Where a store's people are written to, by role, and in which language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from common import phones
from services.notification.domain.words import HOME_LANGUAGE, language_of


@dataclass(frozen=True, slots=True)
class People:
    """``roles`` has telephone numbers and e-mail addresses alike."""

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = HOME_LANGUAGE

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Return what a store's configuration, ``policy.messages``, says of its people."""
        roles = {
            role: tuple(phones.e164(address) or address for address in listed)
            for role, listed in told.get("staff", {}).items()
        }
        return cls(roles, language_of(told.get("staff_language", HOME_LANGUAGE)))

    def of_roles(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of *roles*, each once."""
        listed = (address for role in roles for address in self.roles.get(role, ()))
        return tuple(dict.fromkeys(listed))

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.of_roles(self.roles)
