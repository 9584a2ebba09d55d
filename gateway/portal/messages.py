"""Messages to customers: the text as it was sent, and how far each one came."""

from flask import render_template, request

from common.contracts import notification
from gateway import bus
from gateway.portal import portal
from gateway.portal.frame import enter

A_PAGE = 20


@portal.get("/stores/<store_id>/messages")
def list_messages(store_id: str) -> str:
    enter(store_id)
    found = bus.call(
        notification.LIST,
        store_id=store_id,
        cursor=request.args.get("cursor") or None,
        limit=A_PAGE,
    )
    return render_template(
        "portal/messages.html", messages=found["messages"], next_cursor=found["next_cursor"]
    )
