from dataclasses import replace

import pytest

from common.actor import Actor
from common.errors import Forbidden, Invalid
from gateway.identity import appointing
from gateway.people import Person
from gateway.roles import CHAIN_WIDE, ROLES

MANAGER = Actor("mgr-4s", "staff", frozenset({"s-4s"}), ROLES["manager"], "manager")
HEAD = Actor("head", "staff", frozenset({"*"}), ROLES["head_office"], "head_office")
IN_STORES = sorted(ROLES.keys() - CHAIN_WIDE)


def a_person(role="reception", stores=("s-4s",), login="sr-chen"):
    return Person(login, "陈", role, frozenset(stores), "zh")


@pytest.mark.parametrize("role", IN_STORES)
def test_a_manager_gives_every_role_of_a_store_in_their_own(role):  # RL-27
    assert appointing.faults_of(MANAGER, role, ["s-4s"]) == {}
    assert appointing.faults_of(MANAGER, role, ["s-4s", "s-beau"]) == {
        "stores": ["Only stores of yours."]
    }


@pytest.mark.parametrize("role", sorted(CHAIN_WIDE))
def test_a_manager_gives_no_role_above_their_own(role):  # RL-27
    assert appointing.faults_of(MANAGER, role, []) == {
        "role": ["Only head office gives this role."]
    }
    assert appointing.faults_of(HEAD, role, []) == {}


def test_every_fault_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        appointing.must_be_right(MANAGER, "operator", ["s-4s"])

    assert refused.value.details["fields"].keys() == {"role", "stores"}


def test_a_role_in_a_store_needs_a_store():
    assert appointing.faults_of(HEAD, "reception", []) == {
        "stores": ["A role in a store needs a store."]
    }
    assert appointing.faults_of(HEAD, "reception", ["s-4s", "s-beau"]) == {}


def test_a_manager_sees_who_works_in_their_store_and_head_office_everybody():  # RL-15, RL-27
    here, elsewhere = a_person(), a_person(stores=["s-beau"])
    both, above = a_person(stores=["s-4s", "s-beau"]), a_person("operator", ["*"])

    assert [appointing.sees(MANAGER, one) for one in (here, elsewhere, both, above)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert all(appointing.sees(HEAD, one) for one in (here, elsewhere, both, above))


def test_a_manager_decides_about_nobody_who_works_elsewhere_too():  # RL-27
    appointing.must_govern(MANAGER, a_person())

    with pytest.raises(Forbidden):
        appointing.must_govern(MANAGER, a_person(stores=["s-4s", "s-beau"]))
    appointing.must_govern(HEAD, a_person(stores=["s-4s", "s-beau"]))


@pytest.mark.parametrize("actor", [MANAGER, HEAD], ids=lambda actor: actor.role)
def test_nobody_decides_about_themselves(actor):
    with pytest.raises(Forbidden):
        appointing.must_govern(actor, a_person(actor.role, actor.stores, login=actor.id))


@pytest.mark.parametrize(
    ("inviter", "may"),
    [
        (a_person("manager", login="mgr-4s"), True),
        (a_person("head_office", ["*"], login="head"), True),
        (a_person("manager", ["s-beau"], login="mgr-beau"), False),
        (a_person("advisor", login="was-manager"), False),
        (a_person("operator", ["*"], login="was-head"), False),
        (replace(a_person("manager", login="mgr-4s"), active=False), False),
        (a_person("manager"), False),
        (None, False),
    ],
    ids=[
        "a manager there", "head office", "a manager elsewhere", "no manager any more",
        "not of head office any more", "let out", "themselves", "nobody",
    ],
)  # fmt: skip
def test_an_invitation_is_as_good_as_whoever_drew_it(inviter, may):  # RL-15, RL-27
    assert appointing.may_invite(inviter, a_person()) is may
