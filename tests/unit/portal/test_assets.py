"""The front end's files: found by name, sent packed, kept for good."""

import gzip
import json

import pytest

from gateway.portal.assets import asset, built

META = {
    "outputs": {
        "gateway/static/build/portal-ABC.css": {"entryPoint": "gateway/frontend/portal.css"},
        "gateway/static/build/portal-ABC.css.LEGAL.txt": {},
        "gateway/static/build/icons-DEF.svg": {"entryPoint": "icons.svg"},
    }
}


@pytest.fixture
def build(app, tmp_path, monkeypatch):
    """A front end that was built: one style sheet, plain and packed."""
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "meta.json").write_text(json.dumps(META))
    (folder / "portal-ABC.css").write_text("body { color: teal }")
    (folder / "portal-ABC.css.gz").write_bytes(gzip.compress(b"body { color: teal }"))
    (folder / "icons-DEF.svg").write_text("<svg/>")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    return folder


def fetched(app, name, headers=None):
    return app.test_client().get(f"/static/build/{name}", headers=headers, buffered=True)


@pytest.mark.usefixtures("build")
def test_a_source_is_found_by_its_name():
    assert asset("portal.css") == "/static/build/portal-ABC.css"
    assert asset("icons.svg") == "/static/build/icons-DEF.svg"


def test_pages_come_even_where_nothing_was_built(tmp_path):
    assert built(tmp_path / "meta.json") == {}


@pytest.mark.usefixtures("build")
@pytest.mark.parametrize(("takes", "packed"), [("gzip, br", True), ("br", False), ("", False)])
def test_a_file_is_packed_for_who_can_unpack_it(app, takes, packed):
    answer = fetched(app, "portal-ABC.css", {"Accept-Encoding": takes})

    body = gzip.decompress(answer.data) if packed else answer.data
    assert body == b"body { color: teal }"
    assert answer.content_encoding == ("gzip" if packed else None)
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.usefixtures("build")
def test_a_file_without_a_packed_twin_is_sent_as_it_is(app):
    answer = fetched(app, "icons-DEF.svg", {"Accept-Encoding": "gzip"})

    assert answer.data == b"<svg/>"


@pytest.mark.usefixtures("build")
def test_browsers_keep_it_for_good(app):
    kept = fetched(app, "portal-ABC.css").cache_control

    assert kept.immutable
    assert kept.max_age == 365 * 24 * 3600


@pytest.mark.usefixtures("build")
@pytest.mark.parametrize("name", ["portal-OLD.css", "..%2f..%2fpeople.py"])
def test_nothing_else_is_there(app, name):
    assert fetched(app, name).status_code == 404
