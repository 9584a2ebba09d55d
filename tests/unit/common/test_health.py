import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)

from common.bus.requests import _as_told
from common.contracts.booking import SlotTaken
from common.errors import Internal, Unavailable
from common.health import failing
from common.mongo import is_away


def test_a_check_that_raises_does_not_hold():
    checks = {"broker": lambda: True, "database": lambda: 1 / 0, "started": lambda: False}

    assert failing(checks) == ["database", "started"]


def labelled(label):
    error = OperationFailure("stepping down")
    error._add_error_label(label)
    return error


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect(),
        NetworkTimeout(),
        NotPrimaryError(),
        ServerSelectionTimeoutError(),
        WaitQueueTimeoutError(),
        WTimeoutError("late", 64, {}),
        ExecutionTimeout("slow", 50, {}),
        labelled("RetryableWriteError"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_that_cannot_be_reached_is_away(error):
    assert is_away(error)
    told = _as_told(error)
    assert isinstance(told, Unavailable)
    assert told.details == {"part": "database"}


@pytest.mark.parametrize(
    "error", [DuplicateKeyError("taken"), OperationFailure("no such command"), ValueError()]
)
def test_any_other_error_is_a_fault_of_ours(error):
    assert not is_away(error)
    assert isinstance(_as_told(error), Internal)


def test_a_refusal_is_told_as_it_is():
    refusal = SlotTaken(alternatives=[])

    assert _as_told(refusal) is refusal
