"""Every fault that we can tell, in both languages."""

import re
from pathlib import Path

import pytest
from marshmallow import Schema, fields, validate

from common.contracts.notification.contacts import ContactHours
from gateway.faults import in_words
from services.notification.domain.people.subscriptions import NO_KEY, NO_SECRET

ROOT = Path(__file__).parents[3]
HAN = re.compile(r"[\u4e00-\u9fff]")


class Everything(Schema):
    needed = fields.Str(required=True)
    word = fields.Str(validate=validate.Length(1, 3))
    brief = fields.Str(validate=validate.Length(max=3))
    count = fields.Int(validate=validate.Range(1, 3))
    moment = fields.AwareDateTime()
    day = fields.Date()
    fine = fields.Bool()
    many = fields.List(fields.Str())
    choice = fields.Str(validate=validate.OneOf(("a", "b")))
    nothing = fields.Str()


WRONG = {
    "word": "",
    "brief": "long",
    "count": 7,
    "moment": "soon",
    "day": "today",
    "fine": "perhaps",
    "many": "one",
    "choice": "c",
    "nothing": None,
    "bogus": 1,
}


def test_what_a_schema_says_is_said_in_chinese():
    faults = Everything().validate(WRONG)

    assert set(faults) == {*WRONG, "needed"}
    for name, (fault, *_) in faults.items():
        assert HAN.search(in_words(fault, "zh")), (name, fault)
        assert (in_words(fault, "en") == fault) == (name not in ("moment", "day")), (name, fault)


@pytest.mark.parametrize(
    ("fault", "english"),
    [
        (
            "Not a valid aware datetime.",
            "Give date and time with an offset, as 2026-03-10T10:00:00+08:00.",
        ),
        ("The hold says it.", "The hold names it already: leave it out."),
        ("nobody here has that name", "the store has nobody and no place of that id"),
    ],
)
def test_what_says_too_little_is_said_in_plainer_english(fault, english):  # BK-02
    assert in_words(fault, "en") == english
    assert HAN.search(in_words(fault, "zh"))


def test_what_a_request_of_the_api_must_look_like_is_said_in_both_languages():
    code = "".join(
        path.read_text()
        for path in [*(ROOT / "gateway/api").rglob("*.py"), *(ROOT / "common").rglob("*.py")]
    )
    said = re.findall(r'\bRegexp\([^)]*?error="([^"]+)"', code, re.S)

    assert len(said) >= 6
    assert [one for one in said if not HAN.search(in_words(one, "zh"))] == []


@pytest.mark.parametrize("service", ["booking", "followup", "notification", "reporting"])
def test_what_a_service_says_is_said_in_chinese(service):
    code = "".join(path.read_text() for path in (ROOT / "services" / service).rglob("*.py"))
    said = re.findall(r'Invalid\.of\(\w+=f?"([^"]+)"', code)
    plain = [re.sub(r"\{[^}]*\}", "7", sentence) for sentence in said]

    assert [one for one in plain if not HAN.search(in_words(one, "zh"))] == []


def test_what_is_wrong_with_peoples_wishes_is_said_in_chinese():
    hours = ContactHours().validate({"from": "6pm", "until": "18:00\n"})
    same = ContactHours().validate({"from": "18:00", "until": "18:00"})
    faults = [*hours["from"], *hours["until"], *same["until"], NO_KEY, NO_SECRET]

    assert len(faults) >= 5
    assert [one for one in faults if not HAN.search(in_words(one, "zh"))] == []


@pytest.mark.parametrize("rules", ["forms", "visits", "registers", "entries"])
def test_what_a_form_of_a_visit_says_is_said_in_chinese(rules):
    code = (ROOT / f"services/booking/domain/{rules}.py").read_text()
    said = re.findall(r'f?"((?:must|is|was) [^"]+)"', code)
    plain = [re.sub(r"\{[^}]*\}", "7", sentence) for sentence in said]

    assert plain
    assert [one for one in plain if not HAN.search(in_words(one, "zh"))] == []


@pytest.mark.parametrize("part", ["kinds", "checking", "references", "layers", "tables"])
def test_what_a_configuration_says_is_said_in_chinese(part):
    code = (ROOT / f"services/booking/packs/{part}.py").read_text()
    starts = r"must|is|was|says|there is|more than|not a"
    said = re.findall(rf"""f?(["'])((?:{starts}) .+?)\1(?=[\]\n,)])""", code)
    plain = [re.sub(r"\{[^}]*\}", "7", sentence) for _, sentence in said]

    assert plain
    assert [one for one in plain if not HAN.search(in_words(one, "zh"))] == []


def test_what_we_do_not_know_stays_as_it_came():
    assert in_words("Something new.", "zh") == "Something new."


def test_the_figures_in_a_fault_are_kept():
    assert in_words("Length must be between 1 and 50.", "zh") == "长度须为 1 至 50。"
