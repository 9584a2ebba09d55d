"""Every address of the API, each with the example that its own description gives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JSON = "application/json"


@dataclass(frozen=True)
class Step:
    """One operation: ``needs`` is the permission, ``example`` and ``query`` what it is asked."""

    name: str
    path: str
    method: str
    needs: str | None
    example: Any
    query: Mapping[str, Any]

    def at(self, ids: Mapping[str, str]) -> str:
        """Return the path with *ids* in their places, and the name itself where there is none."""
        return re.sub(r"{(\w+)}", lambda named: ids.get(named[1], named[1]), self.path)

    @property
    def named(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


class Walk:
    def __init__(self, described: dict[str, Any]) -> None:
        self._described = described
        self.steps = list(self._steps())

    def _steps(self) -> Iterator[Step]:
        for path, methods in self._described["paths"].items():
            for method, operation in methods.items():
                if method != "parameters":
                    yield Step(
                        operation["operationId"],
                        path,
                        method.upper(),
                        operation.get("x-needs"),
                        self._example(operation),
                        _query(operation),
                    )

    def _example(self, operation: dict[str, Any]) -> Any:
        schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
        return self._of(schema) if schema else None

    def _of(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            schema = self._described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "example" in schema:
            return schema["example"]
        if "properties" in schema:
            wanted = schema.get("required", [])
            return {name: self._of(schema["properties"][name]) for name in wanted}
        return schema.get("enum", [None])[0]


def _query(operation: dict[str, Any]) -> dict[str, Any]:
    """Return what the address may be asked with: an example of what it wants, else nothing."""
    asked = [one for one in operation.get("parameters", []) if one.get("in") == "query"]
    return {
        one["name"]: one["schema"].get("example") if one.get("required") else None for one in asked
    }
