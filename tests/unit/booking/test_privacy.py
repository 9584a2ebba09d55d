"""What is asked of a customer and kept: no more than the item needs (PV-02, BK-05)."""

import pytest

from services.booking.domain.privacy import (
    PrivacyTerms,
    collected,
    faults_of_version,
    needed,
    version_told,
    without_papers,
)

ZHAO = {"name": "赵", "phone": "+8613800138000"}
PAPERS = {"id_number": "310101198001010011"}


def test_an_id_number_is_asked_only_where_the_item_needs_it():  # PV-02, BK-05
    assert collected(False) == ["name", "phone"]
    assert collected(True) == ["name", "phone", "id_number"]


@pytest.mark.parametrize(
    ("needs", "told", "kept"),
    [
        (True, {**ZHAO, **PAPERS}, {**ZHAO, **PAPERS}),
        (False, {**ZHAO, **PAPERS}, ZHAO),
        (True, {**ZHAO, "id_number": None}, ZHAO),
        (False, ZHAO, ZHAO),
    ],
    ids=["needed", "not needed", "not told", "not asked"],
)
def test_what_no_item_needs_is_not_kept(needs, told, kept):  # PV-02
    assert needed(told, needs) == kept


def test_nobody_reads_an_id_number_beside_the_rest():  # PV-05
    assert without_papers({**ZHAO, **PAPERS}) == ZHAO


@pytest.mark.parametrize(
    ("consents", "version"),
    [({"privacy_version": "2025-07"}, "2025-07"), ({"privacy_version": None}, None),
     (None, "2026-02")],
    ids=["as told", "not told", "not asked"],
)  # fmt: skip
def test_a_booking_is_made_under_the_words_that_were_told_or_count_now(consents, version):  # PV-01
    assert version_told(consents, PrivacyTerms(version="2026-02")) == version


def test_what_others_take_was_told_only_if_they_say_so():  # PV-01
    terms = PrivacyTerms(version="2026-02")

    assert version_told(None, terms, by_us=False) is None
    assert version_told({"privacy_version": "2026-02"}, terms, by_us=False) == "2026-02"


@pytest.mark.parametrize(
    ("version", "known"),
    [("2026-02", True), ("2026-01", True), ("2025-07", True), (None, True), ("1999", False)],
    ids=["counts now", "the first of all", "counted before", "not told", "never was"],
)
def test_words_that_never_were_cannot_have_been_told(version, known):  # PV-01
    consents = {"privacy_version": version}
    faults = faults_of_version(consents, PrivacyTerms(version="2026-02"), {"2025-07"}.__contains__)

    assert list(faults) == ([] if known else ["consents.privacy_version"])
