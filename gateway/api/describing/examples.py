"""Examples of what is sent and answered, put together field by field.

A field's own example comes first, then what a field of that schema or that name is called
here, then whatever fits its shape.  All of them are of the demo chain.
"""

from functools import partial
from typing import Any

from gateway.api.describing.vocabulary import BY_NAME, BY_PLACE, IN_PATHS, WHOLE

A_START = BY_NAME["start"]
JSON = "application/json"
OF_TYPE: dict[str, Any] = {
    "string": "…",
    "integer": 1,
    "number": 1.0,
    "boolean": False,
    "object": {},
    "array": [],
    "null": None,
}
OF_FORMAT = {"date-time": A_START, "date": BY_NAME["day"], "email": "wang@example.com"}
PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def shown(operation: dict[str, Any]) -> None:
    """Refer from what *operation* takes and answers to the examples of their schemas."""
    taken = operation.get("requestBody", {}).get("content", {})
    answered = [
        response.get("content", {})
        for status, response in operation["responses"].items()
        if status.startswith("2")
    ]
    for content in (taken, *answered):
        schema = content.get(JSON, {}).get("schema", {})
        if "$ref" in schema:
            name = _named(schema)
            content[JSON]["examples"] = {name: {"$ref": f"#/components/examples/{name}"}}


def put_in(parameters: list[dict[str, Any]]) -> None:
    """Give each part of a path an example, so that a call can be tried as it is described."""
    for parameter in parameters:
        if parameter.get("in") == "path" and parameter["name"] in IN_PATHS:
            parameter["example"] = IN_PATHS[parameter["name"]]


def of_bodies(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of every schema, by its name."""
    return {name: {"value": of_schema(name, schemas)} for name in schemas}


def of_schema(name: str, schemas: dict[str, Any]) -> Any:
    """Return an example of the schema *name*; of a closed one, a request, only what is needed."""
    if name in WHOLE:
        return WHOLE[name]
    schema = schemas[name]
    needed = schema.get("required", ())
    is_request = schema.get("additionalProperties") is False
    return {
        field: _of_field(name, field, shape, schemas)
        for field, shape in schema.get("properties", {}).items()
        if not is_request or field in needed or "example" in shape
    }


def _of_field(schema: str, field: str, shape: dict[str, Any], schemas: dict[str, Any]) -> Any:
    if "example" in shape:
        return shape["example"]
    for words in (BY_PLACE.get(schema, {}), BY_NAME):
        if field in words and _fits(words[field], shape, schemas):
            return words[field]
    return _of_shape(field, shape, schemas)


def _of_shape(field: str, shape: dict[str, Any], schemas: dict[str, Any]) -> Any:
    if "example" in shape:
        return shape["example"]
    if "$ref" in shape:
        return of_schema(_named(shape), schemas)
    if "anyOf" in shape:
        return _of_shape(field, shape["anyOf"][0], schemas)
    if "enum" in shape:
        return shape["enum"][0]
    kind = _kinds(shape)[0]
    if kind == "array" and (inner := shape.get("items")):
        one = _of_shape if "$ref" in inner else partial(_of_field, "")
        return [one(field, inner, schemas)]
    if kind == "integer" and "minimum" in shape:
        return shape["minimum"]
    if shape.get("format") not in OF_FORMAT and "null" in _kinds(shape):
        return None
    return OF_FORMAT.get(shape.get("format", ""), OF_TYPE[kind])


def _fits(value: Any, shape: dict[str, Any], schemas: dict[str, Any]) -> bool:
    if "anyOf" in shape:
        return any(_fits(value, one, schemas) for one in shape["anyOf"])
    if "$ref" in shape:
        known = schemas[_named(shape)].get("properties", {}).keys()
        return isinstance(value, dict) and value.keys() <= known
    is_of_kind = any(
        isinstance(value, PYTHON[kind]) and not (kind != "boolean" and isinstance(value, bool))
        for kind in _kinds(shape)
    )
    if isinstance(value, list) and "items" in shape:
        return is_of_kind and all(_fits(one, shape["items"], schemas) for one in value)
    return is_of_kind and value in shape.get("enum", (value,))


def _kinds(shape: dict[str, Any]) -> list[str]:
    kinds = shape.get("type", "string" if shape else "object")
    return kinds if isinstance(kinds, list) else [kinds]


def _named(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]
