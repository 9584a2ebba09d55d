"""The provider's API for shops, its pages for customers, and what tests ask of it."""

import hmac
from functools import partial
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request

from devstack.payments.books import DONE, FAILED, METHODS, PAID, Books, Charge, Refused
from devstack.payments.callbacks import MODES, Callbacks, Word

NEEDED = {"reference": str, "amount": int, "currency": str, "method": str, "notify_url": str}


def create_app(books: Books, callbacks: Callbacks, key: str) -> Flask:
    app = Flask(__name__)

    @app.before_request
    def check_key() -> None:
        given = request.headers.get("Authorization", "").encode()
        ours = f"Bearer {key}".encode()
        if request.path.startswith("/v1/") and not hmac.compare_digest(given, ours):
            abort(401)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[dict[str, str], int]:
        return {"error": str(error)}, 409

    @app.post("/v1/charges")
    def charge() -> dict[str, Any]:
        return _shown(books.open(_asked()))

    @app.get("/v1/charges/<reference>")
    def get_charge(reference: str) -> dict[str, Any]:
        return _shown(_found(books, reference))

    @app.post("/v1/charges/<reference>/refunds")
    def refund(reference: str) -> dict[str, Any]:
        """Begin to give money back; that it has arrived is told a moment later."""
        asked, found = request.get_json(), _found(books, reference)
        given, is_new = books.refund(found, str(asked["reference"]), int(asked["amount"]))
        shown = dict(given)
        if is_new:
            told = {"type": "refund.done", "refund": given["reference"], "amount": given["amount"]}
            arrives = partial(given.update, status=DONE)
            callbacks.tell(Word(found.notify_url, {"reference": reference, **told}, arrives))
        return shown

    @app.get("/pay/<reference>")
    def page(reference: str) -> str:
        """Show where a customer pays: here alone a card's number would be entered."""
        return render_template("pay.html", charge=_found(books, reference))

    @app.post("/pay/<reference>")
    def pay(reference: str) -> Any:
        found = _found(books, reference)
        status = FAILED if request.form.get("outcome") == FAILED else PAID
        if books.pay(found, status):
            told = {"type": f"charge.{status}", "amount": found.amount}
            callbacks.tell(Word(found.notify_url, {"reference": reference, **told}))
        return redirect(f"/pay/{reference}", code=303)

    @app.put("/stand-in/callbacks")
    def set_mode() -> Response:
        """Have what is told come ``once``, ``twice``, ``late``, or be ``held``."""
        mode = request.get_json()["mode"]
        if mode not in MODES:
            abort(422)
        callbacks.mode = mode
        return Response(status=204)

    @app.post("/stand-in/callbacks/release")
    def release() -> dict[str, int]:
        return {"told": callbacks.release()}

    @app.delete("/stand-in/callbacks")
    def forget() -> Response:
        callbacks.forget()
        return Response(status=204)

    @app.get("/stand-in/callbacks")
    def heard() -> list[dict[str, Any]]:
        return callbacks.heard

    @app.get("/stand-in/charges")
    def charges() -> list[dict[str, Any]]:
        return books.charges()

    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    return app


def _asked() -> dict[str, Any]:
    told = request.get_json()
    fits = isinstance(told, dict) and all(type(told.get(x)) is y for x, y in NEEDED.items())
    if not fits or told["method"] not in METHODS or told["amount"] <= 0:
        abort(422)
    return {name: told[name] for name in NEEDED}


def _found(books: Books, reference: str) -> Charge:
    return books.charge(reference) or abort(404)


def _shown(charge: Charge) -> dict[str, Any]:
    return {
        "id": charge.reference,
        "status": charge.status,
        "amount": charge.amount,
        "method": charge.method,
        "pay_url": f"{request.host_url}pay/{charge.reference}",
        "refunds": list(charge.refunds.values()),
    }
