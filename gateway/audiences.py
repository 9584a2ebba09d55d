"""Whom an answer is for: a program, or a person at a browser."""

from flask import request

PROGRAMS = ("/api/", "/twilio/", "/tencent/", "/google/", "/payments/")
READ_BY_PEOPLE = "/api/v1/docs"


def for_program() -> bool:
    """Say whether this request comes from a program: it has no session and reads no pages."""
    path = request.path
    return path.startswith(PROGRAMS) and path != READ_BY_PEOPLE
