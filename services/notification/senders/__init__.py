"""Handing SMS and calls to whoever carries them, and asking what became of them.

``SmsByPrefix`` chooses the sender of an SMS by its number; each sender fulfils ``SmsSender``.
"""

from services.notification.senders.by_prefix import SmsByPrefix, SmsSender
from services.notification.senders.tencent_sms import TencentSms
from services.notification.senders.twilio_sms import TwilioSms
from services.notification.senders.twilio_voice import TwilioVoice

__all__ = ["SmsByPrefix", "SmsSender", "TencentSms", "TwilioSms", "TwilioVoice"]
