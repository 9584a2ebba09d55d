"""The version in the description: how it is asked for, how it is told, and what is to end."""

from collections.abc import Mapping
from typing import Any

from gateway.api.versions import CURRENT, ENDINGS, HEADER, VERSIONS, Ending

ASKED = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "enum": [version.isoformat() for version in VERSIONS]},
    "description": "The version that you were built for; the current one where you do not say.",
    "example": CURRENT.isoformat(),
}
TOLD = {"schema": {"type": "string"}, "description": "The version that this answer is of."}


def told(described: dict[str, Any], endings: Mapping[str, tuple[Ending, ...]] = ENDINGS) -> None:
    """Let every path take the version and every answer tell it; mark what is to end."""
    components = described["components"]
    components.setdefault("parameters", {})["ApiVersion"] = ASKED
    components.setdefault("headers", {})["ApiVersion"] = TOLD
    for response in components.get("responses", {}).values():
        _head(response)
    for methods in described["paths"].values():
        methods.setdefault("parameters", []).append({"$ref": "#/components/parameters/ApiVersion"})
        for name, operation in methods.items():
            if name != "parameters":
                _tell(operation, endings.get(operation["operationId"], ()))


def _tell(operation: dict[str, Any], endings: tuple[Ending, ...]) -> None:
    for response in operation["responses"].values():
        if "$ref" not in response:
            _head(response)
    for ending in endings:
        what = f"`{ending.field}`" if ending.field else "This"
        if ending.field is None:
            operation["deprecated"] = True
        operation["description"] += (
            f"\n\n{what} is to end on {ending.sunset.isoformat()}. {ending.instead}"
        )


def _head(response: dict[str, Any]) -> None:
    response.setdefault("headers", {})[HEADER] = {"$ref": "#/components/headers/ApiVersion"}
