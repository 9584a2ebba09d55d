"""What is asked of a customer and kept: no more than the item needs (PV-02, BK-05)."""

import pytest

from services.booking.domain.privacy import (
    PrivacyTerms,
    collected,
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
    [({"privacy_version": "2025-07"}, "2025-07"), ({"privacy_version": None}, "2026-02"),
     (None, "2026-02")],
    ids=["as told", "not said", "not asked"],
)  # fmt: skip
def test_a_booking_is_made_under_the_words_that_were_told_or_count_now(consents, version):  # PV-01
    assert version_told(consents, PrivacyTerms(version="2026-02")) == version
