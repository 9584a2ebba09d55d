"""The documents say what the code says."""

import re
from dataclasses import fields
from pathlib import Path

import yaml

from common.config import PREFIX, UNPREFIXED, Settings
from common.contracts.__main__ import pages
from services.booking import registers
from services.booking.__main__ import cli
from services.booking.packs import configured, guide
from services.booking.packs.checking import faults_of
from services.booking.packs.reading import store_of

ROOT = Path(__file__).parents[2]


def test_the_list_of_events_is_the_one_in_the_contracts():
    assert (ROOT / "docs/events.md").read_text() == "\n".join(pages()) + "\n"


def test_every_setting_is_explained_to_operators():
    told = (ROOT / "docs/operations.md").read_text()
    names = [UNPREFIXED.get(one.name, PREFIX + one.name.upper()) for one in fields(Settings)]

    assert [name for name in names if name not in told] == []


def test_every_key_of_a_store_is_explained_as_it_is():
    assert "\n".join(guide.lines()) in (ROOT / "docs/stores.md").read_text()


def test_the_commands_in_the_guide_to_stores_are_there():
    told = re.findall(r"services\.booking config (\w+)(.*)", (ROOT / "docs/stores.md").read_text())
    commands = cli.commands["config"].commands

    assert {name for name, _ in told} == set(commands)
    for name, rest in told:
        known = {option for one in commands[name].params for option in one.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= known, name


def test_the_calls_in_the_guide_to_stores_are_there():
    routes = (ROOT / "tests/contract/routes.txt").read_text()
    known = {tuple(line.split()) for line in routes.splitlines()}
    told = re.findall(r"^([A-Z, ]+?) +/api/v1(\S+)", (ROOT / "docs/stores.md").read_text(), re.M)

    assert told
    for methods, path in told:
        form = re.sub(r"s-\w+", "<store_id>", path.partition("?")[0])
        form = re.sub(r"versions/[^/]+", "versions/<version_id>", form)
        for method in methods.split(", "):
            assert (method, f"/api/v1{form}") in known, (method, form)


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")

    assert broken == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_store_file_and_the_register_in_the_guide_can_be_loaded():
    guide = (ROOT / "docs/stores.md").read_text()
    [told, form] = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    config = configured(yaml.safe_load(told))

    store = store_of("s-guide", 1, config, {1: config["policy"]})

    assert store.has_rosters
    assert len(store.policy.penalties) == 4
    assert store.keeps_lanes
    assert store.items["facial"].pauses == {"beauticians": ((20, 40),)}
    assert store.policy.notice("web") != store.policy.notice("phone")
    assert store.representatives[0].regions == {"浦东"}
    assert registers.read(form).moves["settle"].limit
    assert faults_of(config, new=True) == {}
    assert store.items["facial"].grades == {"beauticians": frozenset("A")}
    assert store.paperwork.entries["oils"].waits_with == {"ordered"}
    assert store.paperwork.lists.at.hour == 20
