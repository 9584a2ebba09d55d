"""What Tencent's error codes mean for us, in the carrier's classes: data, not decisions.

Codes are words.  A refusal's are ``Family.Reason``; one that is not listed falls into the
class of its family.  A report's are short, as carriers say them; one that is not listed may pass.
"""

from collections.abc import Mapping
from datetime import timedelta

from services.notification.domain import carrier

TAKEN = "Ok"
NOT_APPROVED, NOT_KNOWN = "NoApprovedTemplate", "NoValue"
"""Ours: nothing approved says it, or what it must say is not known."""

CLASSES: Mapping[str, str] = {
    # Nobody can be reached by SMS at this number.
    "FailedOperation.PhoneNumberParseFail": carrier.PERMANENT,
    "InvalidParameterValue.IncorrectPhoneNumber": carrier.PERMANENT,
    # The customer wrote T or TD, or is on the list of those who want no SMS.
    "FailedOperation.PhoneNumberInBlacklist": carrier.OPTED_OUT,
    # This message's words or its template; others get through.
    NOT_APPROVED: carrier.WORDS,
    NOT_KNOWN: carrier.WORDS,
    "FailedOperation.ContainSensitiveWord": carrier.WORDS,
    "FailedOperation.TemplateIdNotExist": carrier.WORDS,
    "FailedOperation.TemplateIncorrectOrUnapproved": carrier.WORDS,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": carrier.WORDS,
    "FailedOperation.TemplateUnapprovedOrNotExist": carrier.WORDS,
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone": carrier.WORDS,
    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone": carrier.WORDS,
    # Our account, our application, our signature, our clock: no message would get through.
    "InternalError.JsonParseFail": carrier.SENDER_TROUBLE,
    "InternalError.RequestTimeException": carrier.SENDER_TROUBLE,
    "InternalError.RestApiInterfaceNotExist": carrier.SENDER_TROUBLE,
    "InternalError.SigFieldMissing": carrier.SENDER_TROUBLE,
    "InternalError.SigVerificationFail": carrier.SENDER_TROUBLE,
    "InvalidParameterValue.SdkAppIdNotExist": carrier.SENDER_TROUBLE,
    "LimitExceeded.AppCountryOrRegionDailyLimit": carrier.SENDER_TROUBLE,
    "LimitExceeded.AppCountryOrRegionInBlacklist": carrier.SENDER_TROUBLE,
    "LimitExceeded.AppDailyLimit": carrier.SENDER_TROUBLE,
    "LimitExceeded.AppGlobalDailyLimit": carrier.SENDER_TROUBLE,
    "LimitExceeded.AppMainlandChinaDailyLimit": carrier.SENDER_TROUBLE,
    "LimitExceeded.DailyLimit": carrier.SENDER_TROUBLE,
    # Not now.
    "FailedOperation.MarketingSendTimeConstraint": carrier.LATER,
    # What carriers report of a message that was taken.
    "UNDELIV": carrier.LATER,
    "EXPIRED": carrier.LATER,
    "DELETED": carrier.LATER,
    "COMFAIL": carrier.LATER,
    "WTNFAIL": carrier.LATER,
    "SUBFAIL": carrier.PERMANENT,
    "REJECTD": carrier.WORDS,
    "UNKNOWN": carrier.UNKNOWN,
}
FAMILIES: Mapping[str, str] = {
    "AuthFailure": carrier.SENDER_TROUBLE,
    "FailedOperation": carrier.SENDER_TROUBLE,
    "InternalError": carrier.UNKNOWN,
    "InvalidParameter": carrier.WORDS,
    "InvalidParameterValue": carrier.WORDS,
    "LimitExceeded": carrier.LATER,
    "MissingParameter": carrier.SENDER_TROUBLE,
    "RequestLimitExceeded": carrier.LATER,
    "ResourceUnavailable": carrier.UNKNOWN,
    "ServiceUnavailable": carrier.UNKNOWN,
    "UnauthorizedOperation": carrier.SENDER_TROUBLE,
    "UnsupportedOperation": carrier.SENDER_TROUBLE,
}
WAITS: Mapping[str, timedelta] = {
    "FailedOperation.MarketingSendTimeConstraint": timedelta(hours=1),
    "LimitExceeded.DeliveryFrequencyLimit": timedelta(minutes=1),
    "LimitExceeded.PhoneNumberThirtySecondLimit": timedelta(seconds=30),
    "LimitExceeded.PhoneNumberOneHourLimit": timedelta(hours=1),
    "LimitExceeded.PhoneNumberDailyLimit": timedelta(hours=3),
    "LimitExceeded.PhoneNumberSameContentDailyLimit": timedelta(hours=3),
}


def refusal_class(code: str) -> str:
    """Return the class of the *code* with which a request was refused."""
    family = code.partition(".")[0]
    return CLASSES.get(code) or FAMILIES.get(family, carrier.SENDER_TROUBLE)


def class_of(code: str) -> str:
    """Return the class of the *code* of a message that did not arrive, refused or reported."""
    if code in CLASSES:
        return CLASSES[code]
    return FAMILIES.get(code.partition(".")[0], carrier.LATER)
