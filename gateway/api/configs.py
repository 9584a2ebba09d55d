"""How a store is configured: read with where each value comes from, changed on terms."""

from typing import Any

from flask import Response
from marshmallow import ValidationError

from common.contracts.base import Call
from common.contracts.booking import configs
from common.errors import Invalid
from gateway import languages
from gateway.api import bodies, requests
from gateway.api.noun import allowed
from gateway.api.replies import ETAG, IF_MATCH, if_revision, reply
from gateway.api.stores import stores
from gateway.bus import call
from gateway.faults import in_words

Asked = dict[str, Any]
FORMATS = {"yaml": "application/yaml; charset=utf-8", "csv": "text/csv; charset=utf-8"}


def changed(change: Call, **asked: Any) -> Response:
    """Make *change* and answer what it brought; faults of a dry run in the reader's language."""
    found = call(change, if_version=if_revision(), **asked)
    language = languages.of_browser()
    faults = {
        path: [in_words(fault, language) for fault in said]
        for path, said in found["faults"].items()
    }
    names = bodies.IMPORTED if "rows" in found else bodies.OUTCOME
    body = bodies.picked(names, {**found, "faults": faults})
    return reply(body, revision=found["version"])


@stores.route("/<store_id>/config")
@allowed(configs.CONFIG)
@stores.arguments(requests.ConfigAsked, location="query")
@stores.response(200, bodies.Config, headers=ETAG)
def get_config(asked: Asked, store_id: str) -> Response:
    """Show each value of a store's configuration with where it comes from."""
    found = call(configs.CONFIG, store_id=store_id, **asked)
    return reply(bodies.config(found), revision=found["version"])


@stores.route("/<store_id>/config", methods=["PATCH"])
@allowed(configs.CHANGE_CONFIG)
@stores.arguments(requests.ConfigChange())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def change_config(asked: Asked, terms: Asked, store_id: str) -> Response:
    """Change own values of a store; ``dry_run`` says what would change and whom it strands."""
    return changed(configs.CHANGE_CONFIG, store_id=store_id, **asked, **terms)


@stores.route("/<store_id>", methods=["PUT"])
@allowed(configs.PUT_STORE)
@stores.arguments(requests.NewStore())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.alt_response(201, schema=bodies.Outcome)
@stores.doc(parameters=[IF_MATCH])
def put_store(asked: Asked, terms: Asked, store_id: str) -> Response:
    """Set a store up, or replace all that one has of its own."""
    try:
        configs.STORE_ID(store_id)
    except ValidationError as error:
        raise Invalid(fields={"store_id": error.messages}) from error
    response = changed(configs.PUT_STORE, store_id=store_id, **asked, **terms)
    outcome: Asked = response.get_json()
    if outcome["saved"] and outcome["version"] == 1:
        response.status_code = 201
    return response


@stores.route("/<store_id>/config/export")
@allowed(configs.EXPORT_CONFIG)
@stores.arguments(requests.ExportAsked, location="query")
@stores.response(200, {"type": ["string", "object"]}, content_type="application/yaml")
@stores.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def export_config(asked: Asked, store_id: str) -> Response:
    """Write a store's own values as YAML, or its items, lanes or rosters as CSV."""
    text = call(configs.EXPORT_CONFIG, store_id=store_id, **asked)["text"]
    response = Response(text, content_type=FORMATS[asked["format"]])
    part = f"-{asked['part']}.csv" if asked["format"] == "csv" else ".yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="store{part}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@stores.route("/<store_id>/config/import", methods=["POST"])
@allowed(configs.IMPORT_CONFIG)
@stores.arguments(requests.Import())
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Imported, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def import_config(asked: Asked, terms: Asked, store_id: str) -> Response:
    """Take over what was exported; every fault is told by its row, and nothing saved with one."""
    return changed(configs.IMPORT_CONFIG, store_id=store_id, **asked, **terms)


@stores.route("/<store_id>/config/versions")
@allowed(configs.VERSIONS)
@stores.arguments(requests.VersionsAsked, location="query")
@stores.response(200, bodies.Versions)
def list_versions(asked: Asked, store_id: str) -> Response:
    """List the versions of a configuration, newest first; before them what waits for its date."""
    return reply(bodies.versions(call(configs.VERSIONS, store_id=store_id, **asked)))


@stores.route("/<store_id>/config/versions/<version_id>")
@allowed(configs.VERSION)
@stores.response(200, bodies.Version)
def get_version(store_id: str, version_id: str) -> Response:
    """Show one version: who made it when and why, and what it changed."""
    found = call(configs.VERSION, store_id=store_id, version_id=version_id)
    return reply(bodies.picked(bodies.VERSION, found))


@stores.route("/<store_id>/config/versions/<version_id>/restore", methods=["POST"])
@allowed(configs.RESTORE)
@stores.arguments(requests.Nothing(), required=False)
@stores.arguments(requests.OnTerms, location="query")
@stores.response(200, bodies.Outcome, headers=ETAG)
@stores.doc(parameters=[IF_MATCH])
def restore(asked: Asked, terms: Asked, store_id: str, version_id: str) -> Response:
    """Undo what came after a version: what it was is the newest version again."""
    return changed(configs.RESTORE, store_id=store_id, version_id=version_id, **terms)


@stores.route("/<store_id>/config/versions/<version_id>", methods=["DELETE"])
@allowed(configs.WITHDRAW)
@stores.response(200, bodies.Version)
def withdraw_change(store_id: str, version_id: str) -> Response:
    """Withdraw a change that waits for its date."""
    found = call(configs.WITHDRAW, store_id=store_id, version_id=version_id)
    return reply(bodies.picked(bodies.VERSION, found))
