"""What the chain says to all its stores, for head office to change."""

from typing import Any

from flask import Response

from common.contracts.booking import configs
from gateway.api import bodies, requests
from gateway.api.configs import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, reply, unless_known
from gateway.bus import call

Asked = dict[str, Any]

chain = Noun("chain", "What the chain says to all its stores.")


@chain.route("/config")
@allowed(configs.CHAIN_CONFIG)
@chain.response(200, bodies.Config, headers=ETAG)
@chain.doc(responses={"304": "NOT_MODIFIED"})
def get_chain_config() -> Response:
    """Show the chain's own values: for all stores, and below ``trades`` for those of one."""
    found = call(configs.CHAIN_CONFIG)
    return unless_known(reply(bodies.config(found), revision=found["version"]))


@chain.route("/config", methods=["PATCH"])
@allowed(configs.CHANGE_CHAIN)
@chain.arguments(requests.ConfigChange())
@chain.arguments(requests.OnTerms, location="query")
@chain.response(200, bodies.Outcome, headers=ETAG)
@chain.doc(parameters=[IF_MATCH])
def change_chain(asked: Asked, terms: Asked) -> Response:
    """Change what the chain says; it must make sense in every store."""
    return changed(configs.CHANGE_CHAIN, **asked, **terms)


@chain.route("/config/versions")
@allowed(configs.CHAIN_VERSIONS)
@chain.arguments(requests.VersionsAsked, location="query")
@chain.response(200, bodies.Versions)
def list_chain_versions(asked: Asked) -> Response:
    """List the versions of what the chain says, newest first."""
    return reply(bodies.versions(call(configs.CHAIN_VERSIONS, **asked)))


@chain.route("/config/versions/<version_id>")
@allowed(configs.CHAIN_VERSION)
@chain.response(200, bodies.Version)
def get_chain_version(version_id: str) -> Response:
    """Show one version of what the chain said."""
    found = call(configs.CHAIN_VERSION, version_id=version_id)
    return reply(bodies.picked(bodies.VERSION, found))


@chain.route("/config/versions/<version_id>/restore", methods=["POST"])
@allowed(configs.RESTORE_CHAIN)
@chain.arguments(requests.Nothing(), required=False)
@chain.arguments(requests.OnTerms, location="query")
@chain.response(200, bodies.Outcome, headers=ETAG)
@chain.doc(parameters=[IF_MATCH])
def restore_chain(asked: Asked, terms: Asked, version_id: str) -> Response:
    """Have the chain say again what it said at a version."""
    return changed(configs.RESTORE_CHAIN, version_id=version_id, **terms)


@chain.route("/config/versions/<version_id>", methods=["DELETE"])
@allowed(configs.WITHDRAW_CHAIN)
@chain.response(200, bodies.Version)
def withdraw_chain(version_id: str) -> Response:
    """Withdraw a change of the chain that waits for its date."""
    found = call(configs.WITHDRAW_CHAIN, version_id=version_id)
    return reply(bodies.picked(bodies.VERSION, found))
