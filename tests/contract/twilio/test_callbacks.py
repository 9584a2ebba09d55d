"""How webhooks are signed, retried and kept in order."""

from concurrent.futures import ThreadPoolExecutor


def test_every_callback_is_signed(send, product, eventually):
    send(status_callback=product.url + "/status?message=m-1&attempt=a%2F2")

    eventually(lambda: len(product.heard) == 3)
    assert all(heard.signed for heard in product.heard)


def test_no_callback_tells_the_first_status(send, product, eventually):
    send(status_callback=product.url + "/status")

    forms = eventually(lambda: len(product.heard) == 3 and product.forms("/status"))
    assert "queued" not in {form["MessageStatus"] for form in forms}


def test_an_answer_of_500_is_not_tried_again(send, product, eventually):
    send(status_callback=product.answer("/status", status=500))

    forms = eventually(lambda: len(product.heard) == 3 and product.forms("/status"))
    assert [form["MessageStatus"] for form in forms] == ["sending", "sent", "delivered"]


def test_a_refused_connection_is_tried_once_more(stand_in, send, free_port, eventually):
    url = f"http://127.0.0.1:{free_port()}/status"

    send(status_callback=url)

    def attempts():
        kept = stand_in.ask("GET", "/stand-in/webhooks").json()
        return [each["attempt"] for each in kept if each["url"] == url]

    eventually(lambda: len(attempts()) == 6)
    assert attempts() == [0, 1, 0, 1, 0, 1]


def test_overrides_in_the_address_ask_for_more_tries(send, product, eventually):
    url = product.answer("/status", status=503)
    product.answer("/status", status=503)
    product.answer("/status", status=204)

    send(status_callback=url + "#rc=3&rp=all")

    forms = eventually(lambda: len(product.heard) == 5 and product.forms("/status"))
    assert [form["MessageStatus"] for form in forms] == [
        "sending",
        "sending",
        "sending",
        "sent",
        "delivered",
    ]
    tokens = [heard.headers["I-Twilio-Idempotency-Token"] for heard in product.heard]
    assert tokens[0] == tokens[1] == tokens[2]
    assert len(set(tokens)) == 3
    assert all(heard.signed for heard in product.heard)


def test_each_message_is_told_of_in_order_however_many_there_are(send, product, eventually):
    def create(count):
        return send(f"number {count}", status_callback=f"{product.url}/status/{count}").sid

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(create, range(40)))

    eventually(lambda: len(product.heard) == 120, seconds=20)
    for count in range(40):
        told = [form["MessageStatus"] for form in product.forms(f"/status/{count}")]
        assert told == ["sending", "sent", "delivered"]
