"""How long a provider may take, and what is certain of a request that it did not answer."""

from requests import ConnectionError, ConnectTimeout, RequestException
from requests.exceptions import SSLError
from urllib3.exceptions import MaxRetryError, NewConnectionError

ANSWER_SECONDS = 10


def never_left(fault: RequestException) -> bool:
    """Say whether it is certain that no request reached the provider: no connection was made."""
    if isinstance(fault, ConnectTimeout):
        return True
    cause = fault.args[0] if fault.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(fault, SSLError):
        return "CERTIFICATE_VERIFY_FAILED" in str(fault)
    return isinstance(fault, ConnectionError) and isinstance(reason, NewConnectionError)
