"""What every request is made of."""

from typing import Any

from marshmallow import RAISE, Schema

from gateway.api.fields import Text

A_START = "2026-03-10T10:00:00+08:00"
WHO = {"description": "The id of the person or place that the customer asks for; else any"}


def example(value: Any) -> dict[str, Any]:
    return {"example": value}


class Asked(Schema):
    class Meta:
        unknown = RAISE


class Nothing(Asked):
    """An empty body, or none."""


class LogIn(Asked):
    login = Text(64, required=True, metadata=example("mgr-4s"))
    password = Text(200, required=True, metadata=example("correct horse battery staple"))
    totp = Text(20, shortest=0, load_default="", metadata=example("123456"))
