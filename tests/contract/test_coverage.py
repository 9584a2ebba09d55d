"""Every requirement is shown by a test or has a reason, and the page that says so is true."""

from devstack import ROOT
from tests.cited import page, requirements


def test_every_requirement_is_shown_or_has_a_reason():
    assert list(requirements().faults()) == []


def test_the_page_is_the_one_that_the_tests_give():
    assert (ROOT / "docs/coverage.md").read_text() == "\n".join(page(requirements())) + "\n"
