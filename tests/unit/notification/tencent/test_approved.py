"""The file of approved templates: read as it is meant, or refused with all that is wrong."""

from pathlib import Path

import pytest
import yaml

from services.notification.domain.tencent.approved import Parameter, Unfit, templates_of

EXAMPLE = Path("devstack/tencent/templates.yaml")


def a_template(**changes):
    told = {"id": "123", "text": "您在{1}的预约", "parameters": [{"value": "store", "longest": 12}]}
    return {**told, **changes}


def a_file(**changes):
    return {"sign": "安顺汽车", "templates": {"offer": {"zh": a_template(**changes)}}}


def faults(told):
    with pytest.raises(Unfit) as unfit:
        templates_of(told)
    return unfit.value.faults


def test_a_template_is_found_by_kind_and_language():
    templates = templates_of(a_file())

    assert templates.sign == "安顺汽车"
    assert templates.of("offer", "zh").parameters == (Parameter("store", 12),)
    assert templates.of("offer", "en") is None
    assert templates.of("reminder", "zh") is None


def test_the_example_can_be_used():
    assert templates_of(yaml.safe_load(EXAMPLE.read_text())).of("confirmation", "zh").id


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": 123}, "offer.zh: id: "),
        ({"id": "A1"}, "offer.zh: id: "),
        ({"text": ""}, "offer.zh: text: "),
        ({"text": "{2}"}, "offer.zh: text: "),
        ({"text": "{1}{1}"}, "offer.zh: text: "),
        ({"text": "没有"}, "offer.zh: text: "),
        ({"parameters": {}}, "offer.zh: parameters: "),
        ({"parameters": ["store"]}, "offer.zh: parameter 1: "),
        ({"parameters": [{"value": "", "longest": 1}]}, "offer.zh: parameter 1: value: "),
        ({"parameters": [{"value": "store"}]}, "offer.zh: parameter 1: longest: "),
        ({"parameters": [{"value": "store", "longest": 0}]}, "offer.zh: parameter 1: longest: "),
        ({"parameters": [{"value": "store", "longest": True}]}, "offer.zh: parameter 1: longest: "),
        (
            {"parameters": [{"value": "store", "longest": 2, "otherwise": "到店确认"}]},
            "offer.zh: parameter 1: otherwise: ",
        ),
        ({"parameters": [{"value": "digits", "longest": 1}]}, "offer.zh: parameter 1: value: "),
        ({"parameters": [{"value": "place", "longest": 9}]}, "offer.zh: parameter 1: value: "),
        ({"sings": "x"}, "offer.zh: is not an id"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_by_its_place(changes, fault):
    assert any(one.startswith(fault) for one in faults(a_file(**changes)))


@pytest.mark.parametrize(("longest", "fits"), [(489, True), (490, False)])
def test_a_text_never_passes_500_characters(longest, fits):
    """Six for the signature with its brackets, five for the words."""
    told = a_file(parameters=[{"value": "store", "longest": longest}])

    if fits:
        assert templates_of(told)
    else:
        assert faults(told) == ["offer.zh: may have 501 characters in all; 500 are allowed"]


@pytest.mark.parametrize("sign", [None, "", "【安顺】", "很" * 21])
def test_a_signature_is_one(sign):
    assert faults({**a_file(), "sign": sign})[0].startswith("sign: ")


@pytest.mark.parametrize("told", [None, [], "x", {"sign": "安顺"}, {"templates": []}])
def test_what_is_no_file_of_templates_is_refused(told):
    assert faults(told)


def test_kinds_and_languages_are_those_that_are_sent():
    told = {"sign": "安顺", "templates": {"poem": {}, "offer": {"zh-TW": a_template()}}}

    first, second = faults(told)
    assert first.startswith("poem: is no kind of message (confirmation, ")
    assert second == "offer.zh-TW: is no language of ours (zh, zh-Hant, en)"


def test_all_faults_are_told_at_once():
    told = {"sign": "", "templates": {"offer": {"zh": a_template(id=1, text="{2}")}, "x": []}}

    assert len(faults(told)) == 4
