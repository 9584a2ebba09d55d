"""How the world outside the product behaves: how fast carriers are, and who picks up the phone."""

import threading
from dataclasses import asdict, dataclass, replace
from typing import Any

from marshmallow import Schema, fields, validate

ANSWERERS = ("human", "machine_start", "machine_end_beep", "fax", "unknown")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Seconds between one status and the next, and what happens without anybody's hand."""

    sending_after: float = 0.05
    sent_after: float = 0.1
    delivered_after: float = 0.2
    ringing_after: float = 0.05
    auto_answer: bool = False
    answer_after: float = 0.5
    auto_press: str = ""
    answered_by: str = "human"
    sms_webhook: str = ""


_seconds = validate.Range(min=0, max=600)


class SettingsSchema(Schema):
    """Any of the settings; those left out stay as they are."""

    sending_after = fields.Float(validate=_seconds)
    sent_after = fields.Float(validate=_seconds)
    delivered_after = fields.Float(validate=_seconds)
    ringing_after = fields.Float(validate=_seconds)
    auto_answer = fields.Bool()
    answer_after = fields.Float(validate=_seconds)
    auto_press = fields.Str(validate=validate.Regexp(r"[0-9*#]{0,32}\Z"))
    answered_by = fields.Str(validate=validate.OneOf(ANSWERERS))
    sms_webhook = fields.Str(validate=validate.Regexp(r"(https?://.+)?\Z"))


class Habits:
    """The settings in force."""

    def __init__(self, settings: Settings) -> None:
        self._lock = threading.Lock()
        self.current = settings

    def change(self, **some: Any) -> Settings:
        with self._lock:
            self.current = replace(self.current, **some)
            return self.current

    def as_json(self) -> dict[str, Any]:
        return asdict(self.current)
