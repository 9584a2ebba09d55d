"""What lies in notification's database says nothing of who somebody is; new keys take over."""

import pytest

from common.privacy import customer_id
from services.notification.domain.people.subscriptions import Subscription
from services.notification.domain.webhooks.payloads import Customer
from services.notification.personal import PLACES
from services.notification.webhook_store import WebhookStore
from tests.keys import NEW, OLD, found_in, lay_open, resealed
from tests.service.notification import crowd
from tests.service.notification.test_contacts import VISIT

NUMBER = 77665544
PHONE, NAME, ADDRESS = crowd.phone_of(NUMBER), "欧阳不见", "unseen@example.com"
WHO = {"id": customer_id(PHONE), "phone": PHONE, "email": ADDRESS, "name": NAME, "language": "zh"}
BELL = "https://push.example.com/unseen-bell"
SECRETS = (PHONE[3:], NAME, ADDRESS, BELL, "几点关门")


@pytest.fixture
def walk(desk, twilio, database):
    """Let somebody be written to in every way; return a reader of what is known of them then."""

    def walk():
        desk.hear("booking_confirmed", customer=WHO, start=VISIT)
        desk.work()
        desk.service().receive("SM1", PHONE, "+15005550006", f"几点关门 {NAME}")
        device = Subscription(
            id="ps-1", customer_id=WHO["id"], endpoint=BELL, p256dh="p", auth="a", at=desk.clock
        )
        desk.store.subscribe(device)
        crowd.move(desk, "preview", crowd.announcement(desk))
        known = Customer(booking_id="b-1", revision=1, id=WHO["id"], name=NAME, phone=PHONE)
        partners = WebhookStore(database)
        partners.learn(known, desk.clock)
        of = database["broadcast_recipients"].find_one()["of"]

        def read():
            everywhere = {"stores": None, "customer_id": WHO["id"], "limit": 9}
            return [
                desk.store.booking("b-1"),
                desk.store.newest(**everywhere),
                desk.store.texts(**everywhere, meaning=None),
                desk.store.subscriptions(WHO["id"]),
                desk.store.recipients(of, waiting=True, after=None, limit=9),
                desk.store.crowds(of),
                partners.customer("b-1"),
            ]

        return read

    return walk


def test_nothing_in_the_database_says_who_somebody_is(walk, database):  # PV-03
    read = walk()

    assert found_in(database, *SECRETS) == []
    assert all(read())
    assert all(one in str(read()) for one in (PHONE, NAME, ADDRESS, "几点关门"))


def test_what_was_open_is_read_alike_and_sealed_in_one_go(walk, database):
    read = walk()
    told, count = read(), lay_open(database, PLACES)
    assert found_in(database, PHONE)
    assert read() == told

    assert resealed(database, PLACES) == (count, count)

    assert found_in(database, *SECRETS) == []
    assert read() == told


def test_the_old_key_may_go_when_a_dry_run_counts_nothing(walk, database, data_keys):
    data_keys(OLD)
    read = walk()
    told = read()
    data_keys(NEW, OLD)

    due, sealed = resealed(database, PLACES)

    assert due == sealed > 0
    assert resealed(database, PLACES, dry=True) == (0, 0)
    data_keys(NEW)
    assert read() == told


@pytest.mark.parametrize("once_open", [True, False])
def test_messages_to_a_number_are_found_by_whoever_knows_it(walk, desk, database, once_open):
    walk()
    database["messages"].update_many({}, {"$set": {"state": "unknown", "sid": None}})
    if once_open:
        lay_open(database, PLACES)

    assert {one.to for one in desk.store.in_doubt_to(PHONE)} == {PHONE}
    assert desk.store.in_doubt_to(crowd.phone_of(1)) == []


def test_what_a_handset_shows_is_sealed_too(walk, desk, database):
    walk()
    [message] = desk.messages(kind="confirmation", channel="sms")

    desk.store.shows(message.id, f"{NAME} 13877665544")

    assert found_in(database, *SECRETS) == []
    kept = desk.store.message(message.id)
    assert (kept.body, kept.to) == (f"{NAME} 13877665544", PHONE)
