"""Every address that a partner's scopes reach, with a request for each.

They come from the description, so an address that is added is walked as well.
"""

from gateway.roles import SCOPES, granted

WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "customer": {"name": "王小明", "phone": "13800138000"},
}
AT_TEN = {"start": "2026-03-10T10:00:00+08:00"}
MORE = {
    "create": WISH | AT_TEN,
    "create_series": WISH | AT_TEN | {"rule": {"unit": "week", "count": 3}},
    "join": WISH | {"from": "2026-03-10T00:00:00+08:00", "to": "2026-03-11T00:00:00+08:00"},
    "amend": {"note": "x"},
    "change_endpoint": {"state": "paused"},
}
"""Bodies of which the description says too little: which fields go together."""


class Walk:
    """One request for each operation that some scope reaches, made of the described examples."""

    def __init__(self, described):
        self.described = described
        may = granted(SCOPES)
        self.operations = {
            operation["operationId"]: (method, path, operation)
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
            if method != "parameters" and operation.get("x-needs") in may
        }

    def request(self, name, **ids):
        """Return a request: the ids that are not given are made up."""
        method, path, operation = self.operations[name]
        parts = [one for one in self._parameters(path, operation) if one["in"] == "path"]
        for part in parts:
            id_ = ids.get(part["name"], f"{part['name']}-1")
            path = path.replace(f"{{{part['name']}}}", id_)
        query = {
            one["name"]: self._example(one["schema"])
            for one in self._parameters(path, operation)
            if one["in"] == "query" and one.get("required")
        }
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return {
            "method": method.upper(),
            "path": path,
            "query": query,
            "json": MORE.get(name) or (self._example(body["schema"]) if body else None),
        }

    def _parameters(self, path, operation):
        shared = self.described["paths"].get(path, {}).get("parameters", [])
        return [self._resolved(one) for one in [*shared, *operation.get("parameters", [])]]

    def _resolved(self, found):
        while "$ref" in found:
            name, found = found["$ref"], self.described
            for step in name.removeprefix("#/").split("/"):
                found = found[step]
        return found

    def _example(self, schema):
        if "example" in schema:
            return schema["example"]
        schema = self._resolved(schema)
        if "example" in schema:
            return schema["example"]
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            wanted = schema.get("required", ())
            return {name: self._example(schema["properties"][name]) for name in wanted}
        if kind == "array":
            return [self._example(schema["items"])]
        return {"integer": 1, "number": 1.0, "boolean": True}.get(kind, "x")
