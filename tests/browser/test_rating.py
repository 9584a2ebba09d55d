"""A customer rates a visit on their own phone, by the link in the text."""

import re

import pytest
import requests

from tests.browser.desk import PHONE, World
from tests.browser.test_every_page import barriers

ABROAD = "+14155550177"


@pytest.fixture(scope="module")
def link(stack):
    world = World(stack)
    customer = {"name": "Ann Lee", "phone": ABROAD, "language": "en"}
    booking = world.book(world.at(0, "10:00"), customer=customer)
    world.clock(world.at(0, "09:58"))
    for move in ("arrive", "start", "complete"):
        world.move(booking, move, login="mgr-4s")
    world.clock(world.at(0, "12:05"))
    box = requests.get(f"{stack.info['twilio_url']}/outbox", params={"to": ABROAD}, timeout=5)
    return re.search(r"/rate/\S+", box.json()[-1]["body"])[0]


def test_a_visit_is_rated_with_a_thumb(at_desk, link):  # SV-03
    phone = at_desk(None, PHONE)
    phone.page.context.clear_cookies()  # and with them the language that was chosen at the desk
    phone.open(link)
    assert "How was your visit on Mon" in phone.read()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert barriers(phone.page) == []

    phone.page.get_by_role("button", name="Send").click()
    assert phone.page.locator(".fault").count() == 2
    for part, stars in (("The person who served you", "5 stars"), ("The quality", "4 stars")):
        phone.page.get_by_role("group", name=part).get_by_label(stars).check()
    phone.page.fill("#comment", "Quick and kind.")
    phone.page.get_by_role("button", name="Send").click()
    phone.page.wait_for_url(lambda url: link in url)
    assert "Thank you" in phone.read()

    phone.open(f"{link}?lang=zh")
    assert "谢谢" in phone.read()
    assert barriers(phone.page) == []
