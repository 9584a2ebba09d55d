import json
import resource

import pytest

from devstack.containers import runc_bounded
from devstack.containers.project import well
from devstack.containers.runc_bounded import bound


@pytest.fixture
def ours(monkeypatch):
    """A machine on which nothing may be raised above 1000."""
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (500, 1000))


def test_a_container_asks_for_no_capability_that_we_lack():
    process = {"capabilities": {"bounding": ["CAP_CHOWN", "CAP_SYS_RESOURCE"], "effective": []}}

    bound(process)

    assert process["capabilities"] == {"bounding": ["CAP_CHOWN"], "effective": []}


@pytest.mark.parametrize(("wanted", "kept"), [(-1, None), (0, 0), (500, 500)])
def test_only_protection_from_the_oom_killer_is_taken_out(wanted, kept):
    process = {"oomScoreAdj": wanted}

    bound(process)

    assert process.get("oomScoreAdj") == kept


@pytest.mark.usefixtures("ours")
def test_limits_stay_within_ours():
    process = {"rlimits": [{"type": "RLIMIT_NOFILE", "hard": 4096, "soft": 1024}]}

    bound(process)

    assert process["rlimits"] == [{"type": "RLIMIT_NOFILE", "hard": 1000, "soft": 1000}]


@pytest.mark.usefixtures("ours")
def test_limits_below_ours_stay_as_they_are():
    process = {"rlimits": [{"type": "RLIMIT_NOFILE", "hard": 999, "soft": 10}]}

    bound(process)

    assert process["rlimits"] == [{"type": "RLIMIT_NOFILE", "hard": 999, "soft": 10}]


@pytest.mark.parametrize(
    ("arguments", "file", "nested"),
    [
        (["--root", "/run", "create", "--bundle", "{}", "name"], "config.json", True),
        (["--root", "/run", "exec", "--process={}/process.json", "name"], "process.json", False),
    ],
)
def test_whatever_starts_a_process_is_mended_on_its_way_to_runc(
    tmp_path, monkeypatch, arguments, file, nested
):
    asked = {"oomScoreAdj": -500, "args": ["sh"]}
    (tmp_path / file).write_text(json.dumps({"process": asked} if nested else asked))
    became = []
    monkeypatch.setattr("os.execv", lambda path, words: became.append(words))
    arguments = [word.format(tmp_path) for word in arguments]

    runc_bounded.main(arguments)

    mended = json.loads((tmp_path / file).read_text())
    assert (mended["process"] if nested else mended) == {"args": ["sh"]}
    assert became == [[runc_bounded.RUNC, *arguments]]


@pytest.mark.parametrize(
    ("state", "is_well"),
    [
        ({"Status": "running", "Health": {"Status": "healthy"}}, True),
        ({"Status": "running", "Health": {"Status": "starting"}}, False),
        ({"Status": "running"}, False),
        ({"Status": "exited", "ExitCode": 0}, True),
        ({"Status": "exited", "ExitCode": 137}, False),
    ],
)
def test_a_container_is_well_when_healthy_or_done(state, is_well):
    assert well({"State": state}) is is_well
