"""What an operator does with configurations from the command line."""

import pytest

from tests.worlds import CHAIN


@pytest.fixture(autouse=True)
def loaded(run, tmp_path):
    folder = tmp_path / "stores"
    folder.mkdir()
    for id_ in ("s-4s", "s-beau"):
        (folder / f"{id_}.yaml").write_text((CHAIN / f"{id_}.yaml").read_text())
    assert run("load", folder).exit_code == 0
    return folder


def config(run, *words):
    result = run("config", *words)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_what_was_loaded_before_stays_as_it_is(run, loaded):
    first = run("load", loaded).output

    assert run("load", loaded).output == first


def test_a_file_that_is_unchanged_leaves_what_others_changed_since(run, loaded):
    config(run, "set", "s-4s", "policy.lead_minutes=60")
    unchanged = run("load", loaded).output
    (loaded / "s-4s.yaml").write_text((loaded / "s-4s.yaml").read_text() + "step_minutes: 30\n")
    changed = run("load", loaded).output

    assert unchanged.splitlines()[0] == "s-4s: version 2"
    assert changed.splitlines()[0] == "s-4s: version 3"
    assert "policy.lead_minutes: 0  [pack]" in config(run, "show", "s-4s")


def test_every_fault_of_a_file_is_told(run, loaded):
    (loaded / "s-4s.yaml").write_text("pack: 4s\ncity: 7\npolicy: {lead_minutes: -1}\n")

    result = run("load", loaded)

    assert result.exit_code == 1
    assert "policy.lead_minutes: must be 0 or more" in result.output
    assert "city: must be some words" in result.output


def test_values_are_set_shown_and_returned(run):
    tried = config(run, "set", "s-4s", "policy.lead_minutes=60", "--dry-run")
    saved = config(run, "set", "s-4s", "policy.lead_minutes=60", "--reason", "too few hands")
    differs = config(run, "show", "s-4s", "--differs")
    config(run, "set", "s-4s", "policy.lead_minutes=")

    assert tried == ["policy.lead_minutes: 0 -> 60", "version 1, nothing saved"]
    assert saved == ["policy.lead_minutes: 0 -> 60", "version 2"]
    assert differs[-1] == "policy.lead_minutes: 60  [store]"
    assert "policy.lead_minutes: 0  [pack]" in config(run, "show", "s-4s")


def test_the_chain_is_set_by_a_star(run):
    config(run, "set", "*", "trades.4s.policy.priority_minutes=300")

    assert config(run, "show", "*") == ["trades.4s.policy.priority_minutes: 300  [chain]"]
    assert "policy.priority_minutes: 300  [chain]" in config(run, "show", "s-4s")


def test_what_is_exported_can_be_imported(run, tmp_path):
    table = tmp_path / "items.csv"
    lines = config(run, "export", "s-4s", "--part", "items")
    table.write_text("\n".join(lines).replace(",30,20000,", ",45,20000,"))

    tried = config(run, "import", "s-4s", table, "--part", "items", "--dry-run")
    config(run, "import", "s-4s", table, "--part", "items")
    own = tmp_path / "own.yaml"
    own.write_text("\n".join(config(run, "export", "s-4s")))

    assert tried[0] == "items.diagnosis.minutes: 30 -> 45"
    assert config(run, "import", "s-4s", own) == ["version 2, nothing saved"]


def test_a_wrong_row_is_told_and_nothing_saved(run, tmp_path):
    table = tmp_path / "items.csv"
    text = "\n".join(config(run, "export", "s-4s", "--part", "items"))
    table.write_text(text.replace(",30,20000,", ",soon,20000,"))

    for more in ([], ["--dry-run"]):
        result = run("config", "import", "s-4s", table, "--part", "items", *more)
        assert result.exit_code == 1
        assert "rows.3.minutes: must be a whole number" in result.output
    assert config(run, "versions", "s-4s")[0].startswith("1  applied")


def test_versions_are_listed_and_restored(run):
    config(run, "set", "s-4s", "policy.lead_minutes=60", "--reason", "too few hands")
    later = ("--effective-at", "2099-01-01T00:00+08:00")
    waits = config(run, "set", "s-4s", "policy.lead_minutes=90", *later)

    listed = config(run, "versions", "s-4s")
    undone = config(run, "restore", "s-4s", "1", "--reason", "undo")

    assert waits[-1].startswith("waits as ")
    assert [line.split()[1] for line in listed] == ["pending", "applied", "applied"]
    assert listed[1].endswith("too few hands")
    assert undone == ["policy.lead_minutes: 60 -> 0", "version 3"]


@pytest.mark.parametrize(
    "words",
    [
        ("show", "s-nowhere"),
        ("set", "s-4s", "policy.lead_minutes=-1"),
        ("set", "s-4s", "policy.lead_minutes=60", "--effective-at", "2026-04-01T00:00"),
        ("restore", "s-4s", "99"),
    ],
)
def test_what_cannot_be_done_is_refused(run, words):
    assert run("config", *words).exit_code != 0
