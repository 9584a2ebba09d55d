"""What is left of reporting's documents once a person has been taken out of them (PV-07)."""

from common.erasing import Document


def walk_in_left(document: Document) -> Document:
    """Return what is left of one who came without a booking: that they came, when, to whom."""
    return {"purpose": ""}
