"""What is left of followup's documents once a customer has been taken out (PV-07, PV-12)."""

from common.erasing import Document, nobody, without_words


def task_left(document: Document) -> Document:
    outcome = document.get("outcome")
    return {
        "customer": nobody(document["customer"]),
        "subject": None,
        "brief": "",
        "outcome": outcome and without_notes(outcome),
        "history": [without_notes(move) for move in document.get("history", ())],
        "open_key": None,
    }


def task_unsaid(document: Document) -> Document:
    """Return what is left of an old task: whom it was about, when, and what it brought."""
    left = task_left(document)
    return {name: left[name] for name in ("brief", "outcome", "history")}


def notice_unsaid(document: Document) -> Document:
    return {"facts": {}}


def case_left(document: Document) -> Document:
    return {
        "customer": nobody(document["customer"]),
        "subject": None,
        "words": "",
        "solution": document.get("solution") and "",
        "steps": [without_words(step) for step in document.get("steps", ())],
    }


def rating_left(document: Document) -> Document:
    return {"comment": ""}


def notice_left(document: Document) -> Document:
    """Return what is left of a notice; what it was about may be a car, by its plate."""
    left = {"customer": nobody(document["customer"]), "facts": {}}
    return {**left, "about": f"erased|{document['_id']}"}


def without_notes(move: Document) -> Document:
    return {**move, "notes": ""}
