"""The page to look at: what it shows, and the customer's hands on it."""

import pytest
import requests

CUSTOMER = "+8613800000001"


@pytest.fixture
def page(stand_in):
    return lambda **query: stand_in.ask("GET", "/", params=query).text


def test_the_newest_message_comes_first(send, page):
    send("the older one")
    send("the newer one")

    feed = page().split('data-live="feed"')[1]

    assert feed.index("the newer one") < feed.index("the older one")


def test_one_handset_shows_its_own_messages_only(send, page):
    send("for the first")
    send("for the second", to="+8613900000091")

    feed = page(to="+8613900000091").split('data-live="feed"')[1]

    assert "for the second" in feed
    assert "for the first" not in feed


def test_text_from_outside_is_shown_as_text(send, page):
    send("<script>alert(1)</script>")

    assert "<script>alert(1)</script>" not in page()


def test_nothing_on_the_page_comes_from_elsewhere(page):
    text = page()

    assert "http://" not in text
    assert "https://" not in text


def test_a_customer_writes_on_the_page(stand_in, send, product, page, eventually):
    stand_in.settings(sms_webhook=product.url + "/sms")
    send("Reply 1 to confirm")

    stand_in.ask("POST", "/handset/sms", data={"number": CUSTOMER, "body": "1"})

    (form,) = eventually(lambda: product.forms("/sms"))
    assert (form["Body"], form["From"]) == ("1", CUSTOMER)
    assert 'class="own"' in page(to=CUSTOMER)


def test_a_customer_answers_and_presses_on_the_page(stand_in, place_call, page, eventually):
    call = place_call(
        twiml="<Response><Gather numDigits='1' timeout='5'><Say>Press one</Say></Gather></Response>"
    )
    eventually(lambda: ">Answer<" in page())

    for hand, digits in (("answer", ""), ("press", "1")):
        path = f"/handset/calls/{call.sid}/{hand}"
        assert stand_in.ask("POST", path, data={"digits": digits}).status_code == 200

    text = page()
    assert "Press one" in text
    assert "Pressed <strong>1</strong>" in text


def test_a_hand_that_comes_too_late_does_no_harm(stand_in, place_call):
    call = place_call(twiml="<Response/>")
    stand_in.hand(call.sid, "answer")

    late = requests.post(f"{stand_in.url}/handset/calls/{call.sid}/hangup", timeout=5)

    assert late.status_code == 200
