"""Handing SMS to Tencent Cloud by approved templates, and asking what became of them."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog
import yaml
from prometheus_client import Counter
from requests import RequestException
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient

from common import clock
from common.config import Settings
from common.errors import Unavailable
from services.notification.domain.attempts import (
    Accepted,
    NotSent,
    Outcome,
    Rejected,
    Seen,
    Unknown,
    Unspeakable,
    search_from,
)
from services.notification.domain.messages import Message
from services.notification.domain.tencent import codes
from services.notification.domain.tencent.approved import (
    Approved,
    Templates,
    Unfit,
    templates_of,
)
from services.notification.domain.tencent.parameters import NoValue, filled, shown
from services.notification.domain.tencent.reports import status_of
from services.notification.senders import reached

log = structlog.get_logger(__name__)

LISTED = 100
SENT = Counter("slipboard_tencent_sms_total", "Attempts to hand an SMS to Tencent", ["outcome"])


class TencentSms:
    """One application and one signature; safe to use from many greenlets.

    Raises:
        SystemExit: the file of approved templates cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._app = settings.tencent_app_id
        self._templates = read_templates(settings.tencent_templates)
        self._client = _client(settings)

    def send(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        """As ``TwilioSms.send``; *callback* is of no use: an application has one for all reports.

        The token of the attempt goes along, so that the message is known by it when looked up.
        """
        outcome = self._send(message, start_before)
        SENT.labels(type(outcome).__name__.lower()).inc()
        return outcome

    def _send(self, message: Message, start_before: float) -> Outcome:
        template = self._templates.of(message.kind, message.language)
        if template is None:
            lacking = {"kind": message.kind, "language": message.language}
            log.warning("no approved template", **lacking)
            return Unspeakable("no_template", codes.NOT_APPROVED, lacking)
        try:
            parameters = filled(template, message.values)
        except NoValue as lacking:
            log.warning("a template lacks a value", kind=message.kind, value=lacking.name)
            return Unspeakable("missing_variable", codes.NOT_KNOWN, {"name": lacking.name})
        if time.monotonic() > start_before:
            return Unknown()
        outcome = self._handed_over(self._asked(message, template, parameters))
        if isinstance(outcome, Accepted | Unknown):
            return replace(outcome, body=shown(self._templates.sign, template, parameters))
        return outcome

    def _handed_over(self, asked: models.SendSmsRequest) -> Outcome:
        try:
            (status,) = self._client.SendSms(asked).SendStatusSet
        except TencentCloudSDKException as fault:
            return _broken(fault)
        except Exception as fault:
            # The library stumbles in many ways over an answer that is not Tencent's.
            log.warning("tencent's answer makes no sense", error=type(fault).__name__)
            return Unknown()
        if status.Code != codes.TAKEN:
            return _refused(status.Code)
        return Accepted(status.SerialNo, "accepted") if status.SerialNo else Unknown()

    def sent_to(self, to: str, since: datetime) -> Iterator[Seen]:
        """Yield what carriers have reported of SMS to *to* since the moment *since*.

        What they have not reported yet is not listed.

        Raises:
            Unavailable: Tencent does not say.
        """
        asked = models.PullSmsSendStatusByPhoneNumberRequest()
        asked.SmsSdkAppId, asked.PhoneNumber = self._app, to
        asked.BeginTime, asked.EndTime = int(since.timestamp()), int(clock.real().timestamp())
        asked.Offset, asked.Limit = 0, LISTED
        try:
            listed = self._client.PullSmsSendStatusByPhoneNumber(asked).PullSmsSendStatusSet
            found = [_seen(one) for one in listed]
        except Exception as fault:
            raise Unavailable(part="tencent") from fault
        return iter(found)

    def told_of(self, message: Message) -> Seen | None:
        """Return what carriers have reported of one message; until then, that they have it.

        What Tencent takes it hands on at once, and of nothing else it tells.
        """
        listed = self.sent_to(message.to, search_from(message))
        on_its_way = Seen(message.sid or "", "", "sent", None)
        return next((seen for seen in listed if seen.sid == message.sid), on_its_way)

    def _asked(
        self, message: Message, template: Approved, parameters: list[str]
    ) -> models.SendSmsRequest:
        asked = models.SendSmsRequest()
        asked.PhoneNumberSet = [message.to]
        asked.SmsSdkAppId, asked.SignName = self._app, self._templates.sign
        asked.TemplateId, asked.TemplateParamSet = template.id, parameters
        asked.SessionContext = message.tokens[-1]
        return asked


def read_templates(path: str) -> Templates:
    """Return the approved templates that the file at *path* tells, YAML or JSON.

    Raises:
        SystemExit: it cannot be read, or tells something else.
    """
    try:
        return templates_of(yaml.safe_load(Path(path).read_text("utf-8")))
    except Unfit as unfit:
        faults = unfit.faults
    except (OSError, ValueError, yaml.YAMLError) as fault:
        faults = [str(fault)]
    raise SystemExit(f"bad templates in {path}:\n  " + "\n  ".join(faults))


def _client(settings: Settings) -> SmsClient:
    base = urlsplit(settings.tencent_url)
    http = HttpProfile(
        protocol=base.scheme or "https",
        endpoint=base.netloc or None,
        reqTimeout=reached.ANSWER_SECONDS,
    )
    who = Credential(settings.tencent_secret_id, settings.tencent_secret_key)
    return SmsClient(who, settings.tencent_region, ClientProfile(httpProfile=http))


def _broken(fault: TencentCloudSDKException) -> Outcome:
    """Return what is known of a request that was refused as a whole, or not answered.

    The library wraps whatever happens; only what Tencent itself says has the request's id.
    """
    if fault.requestId:
        return _refused(str(fault.code))
    cause = fault.__context__
    log.warning("tencent did not answer", error=fault.code)
    certain = isinstance(cause, RequestException) and reached.never_left(cause)
    return NotSent() if certain else Unknown()


def _refused(code: str) -> Rejected:
    log.warning("tencent refused", code=code)
    return Rejected(code, 200, codes.WAITS.get(code), kind=codes.refusal_class(code))


def _seen(one: models.PullSmsSendStatus) -> Seen:
    status, code = status_of(one.ReportStatus, one.Description)
    return Seen(one.SerialNo, "", status, code, one.SessionContext or "")
