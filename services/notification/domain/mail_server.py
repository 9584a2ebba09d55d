"""What a mail server's replies mean for us, in the carrier's classes."""

from datetime import timedelta

from services.notification.domain import carrier
from services.notification.domain.attempts import NotSent, Rejected

AGAIN = timedelta(minutes=5)
"""How long to wait where a server asks for patience; one that tries strangers so counts minutes."""

LOGIN = (530, 534, 535, 538)
"""It wants a login, or another one: whatever it was asked, that is about us."""


def refused(code: int, *, of_address: bool = False) -> Rejected | NotSent:
    """Return what a reply other than yes means, *of_address* where it was asked for a recipient.

    A server that does not speak SMTP has not taken anything.
    """
    if not 400 <= code < 600:
        return NotSent()
    if code < 500:
        return Rejected(code, code, AGAIN, kind=carrier.LATER)
    if of_address and code not in LOGIN:
        return Rejected(code, code, kind=carrier.PERMANENT)
    return Rejected(code, code, kind=carrier.SENDER_TROUBLE)
