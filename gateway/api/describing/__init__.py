"""What the description says beyond what the views say of themselves.

flask-smorest knows paths and shapes.  Here come the words, the scopes, the examples, the codes
of every refusal, the version and what we post to partners: for a developer who has nothing but
the description.
"""

from collections.abc import Iterator
from typing import Any

from gateway.api.describing import (
    examples,
    parameters,
    posted,
    refusals,
    scopes,
    versioning,
    words,
)

Described = dict[str, Any]
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def completed(described: Described) -> Described:
    """Complete *described*, an OpenAPI description, in place; return it."""
    components = described["components"]
    meant = refusals.shared(components["responses"])
    for operation in operations(described):
        scopes.told(operation)
        words.told(operation)
        meant |= refusals.told(operation)
        examples.shown(operation)
        parameters.described(operation.get("parameters", []), operation["operationId"])
    for methods in described["paths"].values():
        examples.put_in(methods.get("parameters", []))
        parameters.described(methods.get("parameters", []))
    schemas = components["schemas"]
    components["examples"] = examples.of_bodies(schemas) | refusals.examples(meant, schemas)
    versioning.told(described)
    described["webhooks"] = posted.webhooks()
    return described


def operations(described: Described) -> Iterator[dict[str, Any]]:
    for methods in described["paths"].values():
        for method in METHODS & methods.keys():
            yield methods[method]
