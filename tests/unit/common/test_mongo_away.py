import pytest
from pymongo.errors import OperationFailure

from common.mongo import is_away


@pytest.mark.parametrize("code", [94, 134, 211])
def test_a_server_that_has_just_been_started_is_still_away(code):
    assert is_away(OperationFailure("not yet", code))


@pytest.mark.parametrize("code", [18, 11000, None])
def test_a_refusal_is_an_answer(code):
    assert not is_away(OperationFailure("no", code))
