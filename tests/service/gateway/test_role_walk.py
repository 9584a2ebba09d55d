"""Every address by everybody: who has the right gets in, who lacks it is refused (§19.1).

What is walked is the table of routes itself: an address that says of no permission whether it
needs it fails here.
"""

import json

import pytest

from gateway.portal.rights import ANYBODY, RIGHTS, WHOEVER_SIGNED_IN
from gateway.problems import STATUS, Unauthenticated
from gateway.roles import ROLES, SCOPES, granted
from tests.service.gateway.conftest import PASSWORD, description
from tests.walk import Walk

WITHOUT_PERMISSION = {
    "begin",  # for anybody, with name and password
    "end",  # for whoever has a token: it ends that one
    "put_clock",  # judged by the services, and refused where the clock is real
}
"""Operations that need none, with the reason."""

FURTHER = {"appoint", "end_substitution"}
"""Operations that ask for more than a permission: the department is judged in their own tests."""

NAMED = {"store_id": "s-4s"}


def by(client, step, headers):
    return client.open(step.at({}), method=step.method, headers=headers, json=step.example)


@pytest.fixture
def walk(app):
    return Walk(description(app))


def test_every_operation_says_which_permission_it_needs(walk):
    assert {step.name for step in walk.steps if not step.needs} == WITHOUT_PERMISSION


def test_every_permission_is_had_by_somebody(walk):
    had = frozenset().union(*ROLES.values(), granted(SCOPES))

    assert {step.needs for step in walk.steps if step.needs} <= had


def test_nobody_gets_in_anywhere(client, walk):
    let_in = [
        step.name
        for step in walk.steps
        if by(client, step, {}).status_code != STATUS[Unauthenticated]
    ]

    assert set(let_in) <= {"begin"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_it_has_the_right_and_nowhere_else(client, staff, walk, role):
    assert _odd(client, staff(role), walk, ROLES[role]) == []  # negative 3


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_gets_in_where_its_scope_lets_it(client, partner, walk, scope):
    assert _odd(client, partner(scopes=[scope]), walk, granted([scope])) == []  # negative 5


def _odd(client, headers, walk, may):
    """Return where somebody who may do that much got in or not against the rule."""
    odd = []
    for step in walk.steps:
        if not step.needs or step.name in FURTHER:
            continue
        answer = by(client, step, headers)
        lets_in = answer.status_code not in (401, 403)
        if lets_in != (step.needs in may) or answer.status_code >= 500:
            odd.append((step.name, step.needs, answer.status_code, json.dumps(answer.json)[:200]))
    return odd


def test_every_page_says_who_may_have_it(pages):
    assert {endpoint for endpoint, *_ in pages} == set(RIGHTS)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_for_those_with_the_right_to_it(app, person, pages, role):  # negative 3
    browser = app.test_client()
    person(role, login=role)
    browser.post("/login", data={"login": role, "password": PASSWORD})
    may = ROLES[role] | {ANYBODY, WHOEVER_SIGNED_IN}

    odd = [
        (endpoint, status)
        for endpoint, method, path in pages
        if endpoint != "portal.log_out"
        and ((status := browser.open(path, method=method).status_code) == 403)
        != (RIGHTS[endpoint] not in may)
    ]
    assert odd == []


def test_a_page_is_not_for_who_has_not_signed_in(app, pages):
    browser = app.test_client()

    seen = {
        endpoint
        for endpoint, method, path in pages
        if browser.open(path, method=method).headers.get("Location", "").find("/login") < 0
    }
    assert seen == {endpoint for endpoint, right in RIGHTS.items() if right == ANYBODY}


@pytest.fixture
def pages(app, monkeypatch):
    """Return endpoint, method and a path of every page and form; forms come without a token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    adapter = app.url_map.bind("")
    return [
        (
            rule.endpoint,
            method,
            adapter.build(
                rule.endpoint,
                NAMED | dict.fromkeys(rule.arguments - set(NAMED), "x"),
                method=method,
            ),
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("portal.")
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
