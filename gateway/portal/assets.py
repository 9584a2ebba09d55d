"""What the front-end build made: found by the names of its sources, kept by browsers for good."""

import json
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Response, current_app, request, send_from_directory, url_for
from markupsafe import Markup

from gateway.portal import portal

A_YEAR = 365 * 24 * 3600


@cache
def built(meta: Path) -> dict[str, str]:
    """Return the file that each source of the front end became: ``{"portal.css": "portal-X.css"}``.

    Empty where the front end has not been built; pages then come without looks, but come.
    """
    if not meta.exists():
        return {}
    outputs = json.loads(meta.read_text())["outputs"]
    return {
        Path(output["entryPoint"]).name: Path(file).name
        for file, output in outputs.items()
        if output.get("entryPoint")
    }


def _folder() -> Path:
    return Path(str(current_app.static_folder), "build")


@portal.app_template_global()
def asset(name: str) -> str:
    """Return the address of what became of *name*, a source in gateway/frontend."""
    return url_for("portal.built_file", name=built(_folder() / "meta.json").get(name, name))


@portal.get("/static/build/<name>")
def built_file(name: str) -> Response:
    """Return a built file, packed where the browser can unpack it.

    Its name changes with its content, so it is kept for a year without asking again.
    """
    packed = f"{name}.gz"
    as_packed = request.accept_encodings["gzip"] > 0 and (_folder() / packed).exists()
    response = send_from_directory(
        _folder(),
        packed if as_packed else name,
        mimetype=guess_type(name)[0],
        download_name=name,
        max_age=A_YEAR,
    )
    response.vary.add("Accept-Encoding")
    response.cache_control.immutable = True
    if as_packed:
        response.content_encoding = "gzip"
    return response


@portal.app_template_global()
def icon(name: str, said: str = "") -> Markup:
    """Return an icon; without words *said* for it, it is an ornament beside some."""
    heard = (
        Markup('role="img" aria-label="{}"').format(said) if said else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(
        heard, asset("icons.svg"), name
    )
