"""Who does each task that a chain sets, and to whom it goes when they do not."""

import pytest

from gateway.roles import DEPARTMENTS, ROLES
from services.followup import chains

CHAINS = ("around-booking", "beside-booking")


def _owners(chain):
    """Yield the task and each of its owners, the trades' own ones too."""
    for name, told in chains.read(chain)["tasks"].items():
        ways = [told, *(way for way in (told.get("trades") or {}).values() if way)]
        for way in ways:
            for owner in way.get("owners", []):
                yield name, owner


@pytest.mark.parametrize("chain", CHAINS)
def test_each_task_has_somebody_who_does_it_and_somebody_who_answers_for_it(chain):
    """RL-28, PL-07: the role of each rule, and the leader in the store it goes to."""
    owners = list(_owners(chain))

    assert {name for name, _ in owners} == set(chains.read(chain)["tasks"])
    for name, owner in owners:
        assert {owner["role"], owner["accountable"]} <= set(ROLES), name
        assert owner["accountable"] != owner["role"], name
        leads = owner["accountable"] == "manager" or any(
            {owner["role"], owner["accountable"]} <= roles for roles in DEPARTMENTS.values()
        )
        assert leads, name
