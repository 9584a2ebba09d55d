"""A real mail server on the loopback, which does what a test says."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "slipboard", "only-for-tests"
CUT = "cut"
"""Take the e-mail, then hang up without a word."""


class MailServer(Controller):
    """``at_rcpt`` and ``at_data`` are the replies still to give; after them all is well."""

    def __init__(self, *, wants_login=False):
        self.wants_login = wants_login
        self.password = PASSWORD
        self.at_rcpt, self.at_data, self.taken = [], [], []
        super().__init__(self, hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(
            self,
            hostname="mail.example.com",
            auth_require_tls=False,
            authenticator=self._let_in,
        )

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self):
        """What was taken, as a mailbox reads it."""
        return [message_from_bytes(text, policy=policy.default) for text in self.taken]

    def calendars(self, to=None):
        """Return the calendar files that came, *to* somebody or to anybody, one text each."""
        mails = [mail for mail in self.mails if to in (None, mail["To"])]
        parts = [part for mail in mails for part in mail.walk()]
        return [one.get_content() for one in parts if one.get_content_type() == "text/calendar"]

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.wants_login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = self.at_data.pop(0) if self.at_data else "250 OK"
        if reply in (CUT, "250 OK"):
            self.taken.append(envelope.original_content)
        if reply == CUT:
            server.transport.abort()
        return reply

    def _let_in(self, server, session, envelope, mechanism, given):
        known = LoginPassword(USER.encode(), self.password.encode())
        return AuthResult(success=given == known, handled=given == known)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
