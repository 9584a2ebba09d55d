import json
import pickle

import pytest

import common.contracts  # noqa: F401  (every error of every service)
from common.errors import Conflict, Internal, Invalid, SlipboardError

DETAILS = {"revision": 3, "alternatives": [{"start": "2026-03-10T10:00:00+08:00"}], "why": None}


def kinds(base=SlipboardError):
    here = [kind for kind in base.__subclasses__() if kind.__module__.startswith("common.")]
    return [one for kind in here for one in (kind, *kinds(kind))]


@pytest.mark.parametrize("kind", kinds())
def test_every_error_crosses_the_bus_as_it_is(kind):
    told = json.loads(json.dumps(kind(**DETAILS).to_wire()))

    arrived = SlipboardError.from_wire(told)

    assert type(arrived) is kind
    assert arrived.details == DETAILS


@pytest.mark.parametrize("kind", kinds())
def test_every_error_can_be_pickled(kind):
    again = pickle.loads(pickle.dumps(kind(**DETAILS)))

    assert type(again) is kind
    assert again.details == DETAILS


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in kinds()]

    assert len(codes) == len(set(codes))
    assert set(codes) <= set(SlipboardError.known)


@pytest.mark.parametrize("told", [{}, {"code": "never_heard_of", "details": {"a": 1}}])
def test_an_error_nobody_knows_is_a_fault_of_ours(told):
    assert type(SlipboardError.from_wire(told)) is Internal


def test_an_error_says_what_it_is_about():
    assert str(Conflict(part="bay-2", n=1)) == "conflict(part='bay-2', n=1)"


def test_an_invalid_request_names_each_field_s_fault():
    assert Invalid.of(start="must have a zone", items="too many").details == {
        "fields": {"start": ["must have a zone"], "items": ["too many"]}
    }
