"""What holds for every template, however it is rendered."""

import json
import re
from pathlib import Path

import pytest

from gateway.portal.frame import SCREENS
from gateway.portal.telling import MARKS, NOTE, PARTNER, PRIORITY
from gateway.roles import ROLES

PORTAL = Path(__file__).parents[3] / "gateway/portal"
TEMPLATES = sorted(PORTAL.glob("templates/**/*.html"))
ICONS = json.loads((PORTAL.parent / "frontend/icons.json").read_text())
ICON = re.compile(r"\bicon\(\s*\"([a-z0-9-]+)\"")


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.name)
def template(request):
    return request.param.read_text()


def test_nothing_stands_in_the_page_that_the_policy_refuses(template):
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", template)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", template))


def test_every_form_that_changes_something_proves_that_it_is_ours(template):
    for form in re.findall(r'<form[^>]*method="post".*?</form>', template, re.DOTALL):
        assert "csrf_token" in form


def test_nothing_is_marked_safe_by_hand(template):
    assert "| safe" not in template
    assert "|safe" not in template


def test_the_sprite_holds_the_icons_that_are_used_and_no_others():
    used = {name for path in TEMPLATES for name in ICON.findall(path.read_text())}

    marks = {mark.icon for _, mark in MARKS} | {PRIORITY.icon, PARTNER.icon, NOTE}
    assert sorted(used | marks | {screen.icon for screen in SCREENS}) == ICONS


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_screen_to_begin_with(role):
    assert any(screen.needs in ROLES[role] for screen in SCREENS)


def test_each_screen_has_a_key_of_its_own():
    keys = [screen.key for screen in SCREENS]

    assert len(set(keys)) == len(keys)
