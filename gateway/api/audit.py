"""The audit log, to be read: nobody can write to it but by what they do."""

from dataclasses import asdict
from typing import Any

from flask import Response

from common.errors import Invalid
from gateway.api import bodies, requests
from gateway.api.noun import Noun, permitted
from gateway.api.replies import reply
from gateway.audit.chain import Entry
from gateway.audit.scope import ids_kept
from gateway.parts import parts

audit = Noun("audit-entries", "Who asked for what beyond the day's work, and who was refused.")


@audit.route("")
@permitted("audit:read", Invalid)
@audit.arguments(requests.AuditAsked, location="query")
@audit.response(200, bodies.AuditEntries)
def list_audit_entries(asked: dict[str, Any]) -> Response:
    """List entries, the latest first; ``digest`` of the last one proves all before it."""
    entries, before = parts().audit.page(asked, asked.get("cursor"), asked["limit"])
    here = [_public(entry) for entry in entries]
    return reply({"entries": here, "next_cursor": before})


def _public(entry: Entry) -> dict[str, Any]:
    """Return *entry* without what is not to be kept: early entries name tokens of links."""
    return {**asdict(entry), "at": entry.at.isoformat(), "ids": ids_kept(entry.ids)}
