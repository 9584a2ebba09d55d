"""What the description promises, one line each, and which promises a later one breaks.

A line once frozen stays in ``promises.txt`` for good: what is taken back is written down in
``docs/api-changelog.md``.  ``python -m tests.contract.promises`` prints the lines of today
below those that were frozen before; what breaks a promise it leaves out.
"""

import json
from pathlib import Path

FROZEN = Path(__file__).with_name("promises.txt")
METHODS = {"get", "post", "put", "patch", "delete"}
NEEDED = " needed"


def promised(described):
    """Return the lines of *described*: calls, what they take and answer, and every field of that.

    A field that must be sent has a second line, which ends in `` needed``.
    """
    lines = set()
    for path, methods in described["paths"].items():
        for method in METHODS & methods.keys():
            lines |= _of_call(described, f"{method.upper()} {path}", methods[method])
    for name, schema in described["components"]["schemas"].items():
        lines |= _of_schema(name, schema)
    return lines


def broken(before, after):
    """Return the lines by which *after* breaks what *before* promised.

    That is whatever is not there any more, and whatever must be sent where it needed not be.
    """
    known = {_owner(line) for line in before}
    newly_needed = {
        line for line in after - before if line.endswith(NEEDED) and _owner(line) in known
    }
    return (before - after) | newly_needed


def _of_call(described, call, operation):
    lines = {call}
    for parameter in operation.get("parameters", []):
        while "$ref" in parameter:
            parameter = described["components"]["parameters"][parameter["$ref"].split("/")[-1]]
        if parameter["in"] in ("query", "header"):
            lines |= _field(f"{call} ?{parameter['name']}", parameter, parameter["schema"])
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        lines.add(f"{call} takes {kind} {_shape(content['schema'])}")
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            lines.add(f"{call} answers {status}")
            for kind, content in response.get("content", {}).items():
                lines.add(f"{call} answers {status} {kind} {_shape(content['schema'])}")
    return lines


def _of_schema(name, schema):
    is_request = schema.get("additionalProperties") is False
    lines = set()
    for field, shape in schema.get("properties", {}).items():
        needed = {"required": is_request and field in schema.get("required", ())}
        lines |= _field(f"{name}.{field}", needed, shape)
        if is_request:
            lines |= {f"{name}.{field} = {value}" for value in shape.get("enum", ())}
    return lines


def _field(name, field, shape):
    line = f"{name} {_shape(shape)}"
    return {line, f"{name}{NEEDED}"} if field.get("required") else {line}


def _shape(schema):
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return "|".join(sorted(_shape(one) for one in schema["anyOf"]))
    kind = schema.get("type", "any")
    if kind == "array":
        return f"[{_shape(schema.get('items', {}))}]"
    return "|".join(sorted(kind)) if isinstance(kind, list) else kind


def _owner(line):
    """Return the call or schema that *line* is about."""
    first, _, rest = line.partition(" ")
    return f"{first} {rest.partition(' ')[0]}" if first.isupper() else first.partition(".")[0]


def frozen():
    return set(FROZEN.read_text().splitlines()) if FROZEN.exists() else set()


if __name__ == "__main__":
    from pymongo import MongoClient

    from gateway import create_app

    app = create_app(database=MongoClient(connect=False)["nowhere"])
    today = promised(json.loads(app.test_client().get("/api/v1/openapi.json").data))
    print("\n".join(sorted(frozen() | (today - broken(frozen(), today)))))
