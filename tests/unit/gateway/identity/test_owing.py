from dataclasses import replace

import pytest

from gateway.identity.owing import (
    BROWSER,
    NEW_PASSWORD,
    OFFERED,
    REQUIRED,
    SECOND,
    SINGLE_SIGN_ON,
    TOKEN,
    owed_by,
)
from gateway.people import Person
from gateway.roles import ROLES

WITHOUT = Person("li", "李", "manager", frozenset({"s-4s"}), "zh")
MUST = {"manager", "head_office", "operator"}


@pytest.mark.parametrize("kind", [BROWSER, TOKEN])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_managers_and_who_works_for_the_chain_need_a_second_factor(role, kind):
    somebody = replace(WITHOUT, role=role)

    assert owed_by(somebody, kind=kind, policy=REQUIRED) == (SECOND if role in MUST else None)
    assert owed_by(somebody, kind=kind, policy=OFFERED) is None


def test_whoever_has_one_owes_none():
    assert owed_by(replace(WITHOUT, second_factor=True), kind=BROWSER, policy=REQUIRED) is None


def test_a_drawn_password_is_replaced_before_anything_else():
    somebody = replace(WITHOUT, provisional=True)

    assert owed_by(somebody, kind=BROWSER, policy=REQUIRED) == NEW_PASSWORD
    assert owed_by(somebody, kind=BROWSER, policy=OFFERED) == NEW_PASSWORD


def test_who_comes_by_single_sign_on_proved_it_there():
    somebody = replace(WITHOUT, provisional=True)

    assert owed_by(somebody, kind=SINGLE_SIGN_ON, policy=REQUIRED) is None
