"""The words of messages, read, tried and kept."""

from typing import Any

from flask import Response

from common.contracts.notification.templates import (
    KEEP_TEMPLATE,
    LANGUAGES,
    OF_CHANNEL,
    PREVIEW_TEMPLATE,
    SMS,
    TEMPLATES,
)
from common.errors import NotFound
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, if_revision, reply
from gateway.bus import call

message_templates = Noun("message-templates", "The words of messages. For staff.")


@message_templates.route("")
@allowed(TEMPLATES)
@message_templates.arguments(requests.TemplatesAsked, location="query")
@message_templates.response(200, bodies.MessageTemplates)
def list_message_templates(asked: dict[str, Any]) -> Response:
    """List the words by each channel that count in a store, or in the chain, and whose they are."""
    found = call(TEMPLATES, **asked)["templates"]
    return reply({"templates": [bodies.picked(bodies.MESSAGE_TEMPLATE, one) for one in found]})


@message_templates.route("/<kind>/<language>", methods=["PUT"])
@allowed(KEEP_TEMPLATE)
@message_templates.arguments(requests.NewTemplate())
@message_templates.response(200, bodies.MessageTemplate, headers=ETAG)
@message_templates.doc(parameters=[IF_MATCH])
def keep_message_template(asked: dict[str, Any], kind: str, language: str) -> Response:
    """Keep a store's own words, or the chain's; empty gives back those before them in line."""
    if kind not in OF_CHANNEL[asked.get("channel", SMS)] or language not in LANGUAGES:
        raise NotFound(what="message template", id=f"{kind}/{language}")
    kept = call(KEEP_TEMPLATE, kind=kind, language=language, if_version=if_revision(), **asked)
    return reply(bodies.picked(bodies.MESSAGE_TEMPLATE, kept), revision=kept["version"])


@message_templates.route("/preview", methods=["POST"])
@allowed(PREVIEW_TEMPLATE)
@message_templates.arguments(requests.TemplateTried())
@message_templates.response(200, bodies.Previews)
def preview_message_template(asked: dict[str, Any]) -> Response:
    """Show how words look with much and with little known, in how many parts, and their cost."""
    return reply({"previews": call(PREVIEW_TEMPLATE, **asked)["previews"]})
