"""What the API says when it refuses, in Twilio's shape and with Twilio's published codes."""

from typing import Any

_REFUSALS: dict[int, tuple[int, str]] = {
    20001: (400, "The parameter {name} has a value that is not understood: {value}"),
    20003: (401, "Authenticate"),
    20004: (405, "This method is not allowed on this resource"),
    20009: (409, "The resource is still in progress"),
    20404: (404, "The requested resource {path} was not found"),
    20429: (429, "Too many requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "The service is unavailable"),
    21201: (400, "No 'To' number is given for the call"),
    21205: (400, "The Url is missing or not a URL: {value}"),
    21210: (400, "The From number {value} is neither ours nor verified"),
    21211: (400, "The 'To' number {value} is not a valid phone number"),
    21212: (400, "The 'From' number {value} is not a valid phone number"),
    21213: (400, "No 'From' number is given for the call"),
    21214: (400, "The 'To' number {value} cannot be reached"),
    21215: (400, "The account may not call {value}: geographic permission is missing"),
    21216: (400, "The account may not call {value}: the number is blocked"),
    21217: (400, "The phone number {value} does not appear to be valid"),
    21220: (400, "The call is not in a state that allows this"),
    21408: (400, "Sending SMS to the region of {value} is not permitted"),
    21602: (400, "The message has no body"),
    21603: (400, "No 'From' number and no messaging service is given"),
    21604: (400, "No 'To' number is given"),
    21606: (400, "The 'From' number {value} cannot send SMS for this account"),
    21609: (400, "The StatusCallback {value} is not a valid URL"),
    21610: (400, "The recipient {value} has opted out of messages from this sender"),
    21611: (400, "The queue of the 'From' number {value} is full"),
    21612: (400, "The 'To' number {value} cannot be reached by SMS from this sender"),
    21614: (400, "The 'To' number {value} is not a mobile number"),
    21617: (400, "The message is longer than 1600 characters"),
    21701: (400, "The messaging service {value} does not exist"),
    30409: (409, "The message cannot be cancelled: it is not scheduled"),
    35114: (400, "SendAt must be 15 minutes to 35 days ahead, in ISO 8601: {value}"),
    35118: (400, "A message is scheduled through a messaging service only"),
}


class Refused(Exception):
    """The API answers this instead of a resource."""

    def __init__(
        self,
        code: int,
        *,
        status: int | None = None,
        message: str | None = None,
        headers: dict[str, str] | None = None,
        **words: str,
    ) -> None:
        published, sentence = _REFUSALS.get(code, (400, "The request was refused"))
        self.code = code
        self.status = status or published
        self.message = message or sentence.format_map(_Missing(words))
        self.headers = headers or {}
        super().__init__(f"{self.code}: {self.message}")

    def body(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


class _Missing(dict[str, str]):
    """An error injected from outside has a code but none of the words its sentence wants."""

    def __missing__(self, word: str) -> str:
        return "-"
