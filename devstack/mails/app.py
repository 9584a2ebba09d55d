"""The e-mails to look at: a page for people, a list for programs."""

from typing import Any

from flask import Flask, Response, render_template, request

from devstack.mails.box import Box


def create_app(box: Box) -> Flask:
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]

    @app.get("/")
    def page() -> str:
        to = request.args.get("to", "")
        return render_template("mails.html", to=to, mails=box.newest(to))

    @app.get("/mails")
    def mails() -> list[dict[str, Any]]:
        """Return them the oldest first, as they came."""
        return [mail.as_json() for mail in reversed(box.newest(request.args.get("to", "")))]

    @app.delete("/mails")
    def empty() -> Response:
        box.empty()
        return Response(status=204)

    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    return app
