"""The tree tells the truth: what a newcomer reads in it holds."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from services.booking.service import BookingService
from services.booking.store import BookingStore
from services.followup.service import FollowupService
from services.notification.service import NotificationService
from services.notification.store import NotificationStore

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists())
CODE = [
    path
    for top in ("common", "services", "gateway", "devstack", "bench")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "node_modules" not in path.parts
]
LONGEST = 300
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".json", ".in", ".lock"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "managers", "manager", "base_service"}


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_service_says_what_it_owns_offers_announces_and_hears(service):
    words = (service / "__init__.py").read_text()

    assert [word for word in ("Owns", "Offers", "Announces", "Hears") if word not in words] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_service_has_the_same_four_files(service):
    have = {path.name for path in service.iterdir()}

    assert {"service.py", "__main__.py"} <= have
    assert have & {"domain", "domain.py"}
    assert have & {"store", "store.py"}


def test_a_module_fits_in_the_head():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in CODE
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }

    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [str(path) for path in CODE if path.stem in EMPTY_NAMES] == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in CODE
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


@pytest.mark.parametrize(
    "whole",
    [BookingService, BookingStore, FollowupService, NotificationService, NotificationStore],
)
def test_no_part_of_a_class_hides_what_another_part_does(whole):
    parts = [vars(part) for part in whole.__mro__ if part.__module__.startswith("services.")]
    own = Counter(name for part in parts for name in part if not name.startswith("__"))

    assert [name for name, count in own.items() if count > 1] == []


def test_nothing_is_left_for_later_in_the_code():
    left = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|mongomock|requeue_on_error=True")

    assert [str(path) for path in CODE if left.search(path.read_text())] == []


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(mark\.)?(skip|xfail)|importorskip")
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]

    assert [str(path) for path in tests if marks.search(path.read_text())] == []


def test_lock_files_carry_no_addresses():
    locks = [*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"]
    address = re.compile(r"--(extra-)?index-url|--find-links|\"resolved\"\s*:")
    found = [
        f"{lock.name}: {line.strip()}"
        for lock in locks
        for line in lock.read_text().splitlines()
        if address.search(line) or (lock.suffix == ".lock" and "://" in line)
    ]

    assert found == []


def test_no_machine_path_is_committed():
    here = re.compile(rf"(?<![\w/.]){re.escape(str(ROOT))}/")
    texts = [path for path in committed() if path.suffix in TEXT and path.exists()]

    assert [str(path) for path in texts if here.search(path.read_text())] == []
