"""An e-mail as it travels: to the byte the same at each attempt, so that a repeat is no second one.

Its ``Message-ID`` is made of our own id, its date is when it was due.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from services.notification.domain.calendars import METHODS
from services.notification.domain.messages import Message

SEVEN_BIT = SMTP.clone(cte_type="7bit")


def message_id(message: Message, sender: str) -> str:
    return f"<{message.id}@{Address(addr_spec=sender).domain}>"


def plain_address(address: str) -> str:
    """Return *address* in ASCII, as every mail server takes it; foreign domains are encoded.

    Raises:
        ValueError: it is none, or its name before the @ cannot be written so.
    """
    name, _, domain = address.rpartition("@")
    name.encode("ascii")
    return Address(addr_spec=f"{name}@{domain.encode('idna').decode()}").addr_spec


def enveloped(message: Message, sender: str) -> bytes:
    """Return *message* from *sender* with its headers and, where there is one, its calendar file.

    Raises:
        ValueError: its address is none.
    """
    mail = EmailMessage(SEVEN_BIT)
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=plain_address(message.to))
    mail["Subject"] = message.subject or ""
    mail["Date"] = message.due_at
    mail["Message-ID"] = message_id(message, sender)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail.set_content(message.body, cte="base64")
    if message.calendar:
        mail.add_alternative(
            message.calendar,
            subtype="calendar",
            cte="base64",
            filename="visit.ics",
            disposition="inline",
            params={"method": METHODS[message.kind]},
        )
        mail.set_boundary(f"={message.id}=")
    return mail.as_bytes()
