"""Errors a person can act on, and how they cross the bus.

Our exception hierarchy::

    SlipboardError
    ├── Invalid        the request makes no sense; every fault at once
    ├── NotFound       the thing named is not there, or not yours to see
    │   └── Gone       it was, and is kept no longer
    ├── Conflict       it was there; somebody got in first, or it moved on
    │   └── Stale      what you read has changed since
    ├── Refused        a rule of the store says no
    ├── Forbidden      you are known, and may not
    └── Unavailable    try again later

The ``code`` is for programs and comes from the closed list of the public API;
``details`` are JSON.  An error crosses the bus by its code, not by its class
path, so that a module may be renamed.  Anything else that escapes a service is
a bug and is told as ``internal``.
"""

from typing import Any, ClassVar, Self


class SlipboardError(Exception):
    """Base of every error that may cross the bus."""

    code: ClassVar[str] = "internal"
    known: ClassVar[dict[str, type["SlipboardError"]]] = {}

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if "code" in cls.__dict__:
            SlipboardError.known[cls.code] = cls

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(details)

    def __str__(self) -> str:
        said = ", ".join(f"{key}={value!r}" for key, value in self.details.items())
        return f"{self.code}({said})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.details)

    def to_wire(self) -> dict[str, Any]:
        return {"code": self.code, "details": self.details}

    @classmethod
    def from_wire(cls, told: dict[str, Any]) -> "SlipboardError":
        return cls.known.get(told.get("code", ""), Internal)(**told.get("details", {}))


def _rebuild(cls: type[SlipboardError], details: dict[str, Any]) -> SlipboardError:
    return cls(**details)


class Internal(SlipboardError):
    """A fault of ours; what went wrong is in the log under the correlation id."""

    code = "internal"


class Invalid(SlipboardError):
    """The request makes no sense.  ``fields`` maps each field to its faults."""

    code = "validation_failed"

    @classmethod
    def of(cls, **fields: str) -> Self:
        return cls(fields={name: [fault] for name, fault in fields.items()})


class NotFound(SlipboardError):
    code = "not_found"


class Gone(NotFound):
    """What was asked for is kept no longer; ``oldest`` and ``last`` say what there is."""

    code = "gone"


class Conflict(SlipboardError):
    code = "conflict"


class Stale(Conflict):
    """What the caller read has changed since; ``revision`` is the current one."""

    code = "stale_revision"


class Refused(SlipboardError):
    code = "refused"


class Forbidden(SlipboardError):
    code = "forbidden"


class Unavailable(SlipboardError):
    """Something we need is away; ``part`` says what, and nothing was lost."""

    code = "unavailable"
