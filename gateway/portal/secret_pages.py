"""Pages with secrets on them, which no browser keeps."""

from typing import Any

from flask import Response, make_response, render_template


def kept_by_nobody(template: str, status: int = 200, **more: Any) -> Response:
    page = make_response(render_template(template, **more), status)
    page.headers["Cache-Control"] = "no-store"
    return page
