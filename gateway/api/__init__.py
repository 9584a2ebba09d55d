"""The API for partner platforms and staff's own programs, under ``/api/v1``."""

from flask import Flask

from gateway.api import (  # they hang their views on other nouns
    calculator,  # noqa: F401
    catalogue,  # noqa: F401
    configs,  # noqa: F401
    devices,  # noqa: F401
    feeds,  # noqa: F401
    lists,  # noqa: F401
    moves,  # noqa: F401
    personal,  # noqa: F401
    preparing,  # noqa: F401
    texts,  # noqa: F401
    versions,
    visits,  # noqa: F401
)
from gateway.api.arrivals import arrivals, customers
from gateway.api.assessments import assessments
from gateway.api.audit import audit
from gateway.api.availability import availability
from gateway.api.bookings import bookings
from gateway.api.broadcasts import broadcasts
from gateway.api.campaigns import campaigns
from gateway.api.cases import cases
from gateway.api.chain import chain
from gateway.api.contacts import contacts, opt_outs
from gateway.api.customer_requests import customer_requests
from gateway.api.description import Description, pages, public_api
from gateway.api.disruptions import disruptions
from gateway.api.events import events
from gateway.api.holds import holds
from gateway.api.invitations import invitations
from gateway.api.me import me
from gateway.api.message_templates import message_templates
from gateway.api.messages import messages
from gateway.api.partners import partners
from gateway.api.people import people
from gateway.api.public import NOUNS as FOR_CUSTOMERS
from gateway.api.ratings import ratings
from gateway.api.registers import registers
from gateway.api.reports import reports
from gateway.api.retention import retention
from gateway.api.sandbox import sandbox
from gateway.api.series import series
from gateway.api.stores import stores
from gateway.api.substitutions import substitutions
from gateway.api.sync import sync
from gateway.api.tasks import missed_calls, tasks
from gateway.api.tokens import tokens
from gateway.api.waitlist import waitlist
from gateway.api.webhooks import webhooks

NOUNS = (
    tokens, invitations, me, people,
    stores, chain, availability, holds, bookings, series, disruptions, waitlist, arrivals,
    customers, customer_requests, registers, tasks, missed_calls, cases,
    ratings, campaigns, broadcasts, substitutions, messages, contacts, opt_outs,
    message_templates, reports, assessments, webhooks, audit, sandbox, events, sync, partners,
    retention,
    *FOR_CUSTOMERS,
)  # fmt: skip


def init_app(app: Flask) -> None:
    versions.init_app(app)
    api = public_api(app)
    for noun in NOUNS:
        api.register_blueprint(noun)
    app.register_blueprint(pages(Description(api)))
