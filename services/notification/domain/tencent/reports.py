"""What Tencent tells of a message that it took: that it arrived, or by which code it did not."""

SUCCESS = "SUCCESS"
UNTOLD = "UNKNOWN"
LONGEST_CODE = 64


def status_of(report: str, said: str | None) -> tuple[str, str | None]:
    """Return how far a message came, in the words of ``status``, and the carrier's code."""
    if report == SUCCESS:
        return "delivered", None
    return "undelivered", (said or UNTOLD)[:LONGEST_CODE]
