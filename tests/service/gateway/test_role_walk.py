"""Every address by everybody: who has the right gets in, who lacks it is refused (§19.1).

What is walked is the table of routes itself: an address that says of no permission whether it
needs it fails here.
"""

import json

import pytest
from flask.testing import FlaskClient

from common.contracts.followup import RATING
from common.errors import NotFound
from gateway.portal.rights import ANYBODY, RIGHTS, WHOEVER_SIGNED_IN
from gateway.problems import STATUS, Unauthenticated
from gateway.roles import ROLES, SCOPES, granted
from tests.service.gateway.conftest import PASSWORD, description
from tests.service.gateway.test_sessions import csrf_of
from tests.walk import Walk

ANYBODYS, PERSON, PARTNER, CUSTOMER, BEARER = "anybody", "person", "partner", "customer", "bearer"
FOR = {
    "/api/v1/tokens/current": BEARER,  # whoever has a token ends that one
    "/api/v1/tokens": ANYBODYS,  # with name and password
    "/api/v1/invitations": ANYBODYS,  # with the invitation
    "/api/v1/manage/": ANYBODYS,  # with the visit's link
    "/api/v1/me": PERSON,
    "/api/v1/partners/me": PARTNER,
    "/api/v1/public/me": CUSTOMER,
    "/api/v1/public/": ANYBODYS,
    "/api/v1/sandbox/clock": BEARER,  # judged by the clock, which is real elsewhere
}
"""For whom is what needs no permission, by how its address begins."""

FURTHER = {
    "appoint",  # the department too
    "end_substitution",
    "hand_out_link",  # who may read bookings as well
    "read_customer_policy",  # who works for the whole chain
}
"""Operations that ask for more than one permission: that is judged in tests of their own."""

NAMED = {"store_id": "s-4s"}


def by(client, step, headers):
    return client.open(step.at({}), method=step.method, headers=headers, json=step.example)


@pytest.fixture
def client(app):
    """Return a client that does not hold each answer against the description: others do."""
    return FlaskClient(app, app.response_class)


@pytest.fixture
def walk(app):
    return Walk(description(app))


def test_every_operation_says_which_permission_it_needs_or_for_whom_it_is(walk):
    assert [step.path for step in walk.steps if not step.needs and whose(step) is None] == []


def whose(step):
    found = (who for begins, who in FOR.items() if step.path.startswith(begins))
    return None if step.needs else next(found, None)


def test_every_permission_is_had_by_somebody(walk):
    had = frozenset().union(*ROLES.values(), granted(SCOPES))

    assert {step.needs for step in walk.steps if step.needs} <= had


def test_nobody_gets_in_but_where_anybody_may(client, walk):
    let_in = {
        step.name
        for step in walk.steps
        if by(client, step, {}).status_code != STATUS[Unauthenticated]
    }

    assert let_in <= {step.name for step in walk.steps if whose(step) == ANYBODYS}


@pytest.mark.parametrize(
    ("kind", "others"), [(PERSON, {PARTNER, CUSTOMER}), (PARTNER, {PERSON, CUSTOMER})]
)
def test_what_is_for_others_is_not_for_them(client, staff, partner, walk, kind, others):
    headers = staff("manager") if kind == PERSON else partner()

    let_in = [
        step.name
        for step in walk.steps
        if whose(step) in others and by(client, step, headers).status_code not in (401, 403)
    ]
    assert let_in == []


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
    browser = Browser(app)
    person(role, login=role)
    browser.sign_in(role)
    may = ROLES[role] | {ANYBODY, WHOEVER_SIGNED_IN}

    odd = []
    for endpoint, method, path in pages:
        if endpoint == "portal.log_out":
            continue
        status = browser.open(path, method).status_code
        if (status == 403) != (RIGHTS[endpoint] not in may) or status >= 500:
            odd.append((endpoint, status))
    assert odd == []


def test_a_page_is_not_for_who_has_not_signed_in(app, pages):
    browser = Browser(app)

    seen = {
        endpoint
        for endpoint, method, path in pages
        if browser.open(path, method).headers.get("Location", "").find("/login") < 0
    }
    assert seen == {endpoint for endpoint, right in RIGHTS.items() if right == ANYBODY}


class Browser:
    """Sends with each form the mark that the forms of this browser have."""

    def __init__(self, app):
        self._client = FlaskClient(app, app.response_class)
        self._mark = csrf_of(self._client.get("/login"))

    def sign_in(self, login):
        self.open("/login", "POST", login=login, password=PASSWORD)
        self._mark = csrf_of(self._client.get("/me"))

    def open(self, path, method, **fields):
        form = {"csrf_token": self._mark} | fields if method == "POST" else None
        return self._client.open(path, method=method, data=form)


@pytest.fixture
def pages(app, bus):
    """Return endpoint, method and a path of every page and form."""
    bus.replies[RATING.key] = NotFound(what="link", id="x")
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
