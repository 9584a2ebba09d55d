"""What Tencent's codes mean: every one of its library has a class, and what is new has one too."""

import pytest
from tencentcloud.sms.v20210111 import errorcodes

from services.notification.domain import attempts, carrier
from services.notification.domain.attempts import Rejected
from services.notification.domain.tencent import codes

KNOWN = sorted(code for name, code in vars(errorcodes).items() if name.isupper())
CLASSES = {
    carrier.PERMANENT, carrier.OPTED_OUT, carrier.SENDER_TROUBLE, carrier.LATER, carrier.WORDS,
    carrier.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize("code", KNOWN)
def test_every_code_of_the_library_is_of_a_family_that_is_listed(code):
    assert code.partition(".")[0] in codes.FAMILIES
    assert codes.refusal_class(code) in CLASSES
    assert codes.class_of(code) == codes.refusal_class(code)


def test_no_code_is_listed_that_the_library_does_not_know():
    refusals = {code for code in (*codes.CLASSES, *codes.WAITS) if "." in code}

    assert refusals <= set(KNOWN)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", carrier.PERMANENT),
        ("FailedOperation.PhoneNumberInBlacklist", carrier.OPTED_OUT),
        ("FailedOperation.ContainSensitiveWord", carrier.WORDS),
        ("FailedOperation.TemplateIncorrectOrUnapproved", carrier.WORDS),
        ("InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", carrier.WORDS),
        ("InvalidParameterValue.TemplateParameterLengthLimit", carrier.WORDS),
        ("LimitExceeded.PhoneNumberDailyLimit", carrier.LATER),
        ("LimitExceeded.PhoneNumberThirtySecondLimit", carrier.LATER),
        ("LimitExceeded.AppMainlandChinaDailyLimit", carrier.SENDER_TROUBLE),
        ("FailedOperation.InsufficientBalanceInSmsPackage", carrier.SENDER_TROUBLE),
        ("FailedOperation.SignatureIncorrectOrUnapproved", carrier.SENDER_TROUBLE),
        ("UnauthorizedOperation.ServiceSuspendDueToArrears", carrier.SENDER_TROUBLE),
        ("AuthFailure.SignatureFailure", carrier.SENDER_TROUBLE),
        ("InternalError.Timeout", carrier.UNKNOWN),
        ("InternalError.SigVerificationFail", carrier.SENDER_TROUBLE),
        ("RequestLimitExceeded", carrier.LATER),
        ("LimitExceeded.SomethingNew", carrier.LATER),
        ("InternalError.SomethingNew", carrier.UNKNOWN),
        ("SomethingNew", carrier.SENDER_TROUBLE),
    ],
)
def test_a_refusal_is_of_a_class(code, meaning):  # CF-02
    assert codes.refusal_class(code) == meaning


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("UNDELIV", carrier.LATER),
        ("EXPIRED", carrier.LATER),
        ("REJECTD", carrier.WORDS),
        ("SUBFAIL", carrier.PERMANENT),
        ("UNKNOWN", carrier.UNKNOWN),
        ("MK:0001", carrier.LATER),
    ],
)
def test_a_report_is_of_a_class_and_what_no_list_knows_may_pass(code, meaning):  # CF-02
    assert codes.class_of(code) == meaning


@pytest.mark.parametrize(
    ("code", "state", "why"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", "failed", "unreachable"),
        ("FailedOperation.ContainSensitiveWord", "failed", "words_refused"),
        ("FailedOperation.PhoneNumberInBlacklist", "suppressed", "opted_out"),
        ("LimitExceeded.PhoneNumberDailyLimit", "pending", "carrier_busy"),
        ("UnauthorizedOperation.RequestPermissionDeny", "pending", "sender_trouble"),
        ("InternalError.OtherError", "unknown", "no_answer"),
    ],
)
def test_each_class_has_its_end(code, state, why):
    refused = Rejected(code, 200, codes.WAITS.get(code), kind=codes.refusal_class(code))

    verdict = attempts.after(refused, 1)

    assert (verdict.state, verdict.why) == (state, why)
    if code in codes.WAITS:
        assert verdict.wait == codes.WAITS[code]
