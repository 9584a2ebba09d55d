"""The daily feed of a store."""

from flask import Response, request

from common.contracts.booking import STORE
from gateway import correlation, feeds
from gateway.api import bodies
from gateway.api.bodies.examples import A_FEED
from gateway.api.noun import allowed
from gateway.api.replies import unless_known
from gateway.api.stores import stores
from gateway.bus import call
from gateway.parts import parts

TAG = {"ETag": {"schema": {"type": "string"}, "description": "Changes with the feed, weak."}}


@stores.route("/<store_id>/feed")
@allowed(STORE)
@stores.response(200, bodies.StoreFeed, example=A_FEED, headers=TAG)
@stores.doc(responses={"304": "NOT_MODIFIED"})
def read_feed(store_id: str) -> Response:
    """Begin a day in step: a store's items and what is free in the next 14 days, as gzip if asked.

    It is made once a day, as of event number `sequence`: whoever reads events after that
    number misses nothing. Send the ETag as `If-None-Match` to get it only when it is new.
    """
    store, here = call(STORE, store_id=store_id), parts()
    kept = feeds.Feeds(here.store.database)
    feed = feeds.of_today(store, kept, here.bus, here.now, correlation.current())
    packs = request.accept_encodings["gzip"] > 0
    response = Response(feed.packed if packs else feed.plain, content_type="application/json")
    if packs:
        response.content_encoding = "gzip"
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept-Encoding")
    response.set_etag(feed.tag, weak=True)
    return unless_known(response)
