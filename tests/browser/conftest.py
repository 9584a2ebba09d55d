"""The whole product with a clock that stands still until moved, and Debian's own browser."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from devstack.stack import Stack
from tests.browser.desk import SHOP_PC, Desk, World

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    with Stack(tmp_path_factory.mktemp("stack"), clock="sandbox") as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def world(stack):
    return World(stack)


@pytest.fixture
def at_desk(stack, chromium):
    """Sit somebody down at a browser: ``at_desk("sa-li")``; nobody with None."""
    sitting = []

    def sit(login="sr-chen", viewport=SHOP_PC, language="zh", **more):
        context = chromium.new_context(viewport=viewport, locale="zh-CN", **more)
        desk = Desk(context, stack.info)
        sitting.append((context, desk))
        desk.open(f"/login?lang={language}")
        if login:
            desk.log_in(login)
            desk.page.wait_for_url(lambda url: "/login" not in url)
        return desk

    yield sit
    complaints = [complaint for _, desk in sitting for complaint in desk.complaints]
    for context, _ in sitting:
        context.close()
    assert complaints == []
