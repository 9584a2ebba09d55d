"""What browsers and proxies may keep of the portal: nothing that names people."""

import pytest

from tests.service.gateway.test_sessions import log_in


@pytest.fixture
def signed_in(client, person):
    person("manager", login="li")
    assert log_in(client).status_code == 303
    return client


def test_whatever_kind_of_file_a_page_answers_nobody_keeps_it(app, signed_in, monkeypatch):
    """Pages, lists and sheets, whether one may have them or not: a built file alone is kept."""
    adapter = app.url_map.bind("")
    read = {
        rule.endpoint: adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "x"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("portal.") and "GET" in rule.methods
    }
    del read["portal.built_file"]
    for endpoint in read:
        monkeypatch.setitem(
            app.view_functions, endpoint, lambda **_: ("x", {"Content-Type": "a/b"})
        )

    kept = {path: signed_in.get(path).headers.get("Cache-Control") for path in read.values()}

    assert len(kept) > 20
    assert set(kept.values()) == {"no-store"}, kept


def test_figures_as_a_file_are_kept_by_nobody(signed_in):  # RP-01
    answer = signed_in.get("/stores/s-4s/figures.csv")

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_built_file_is_kept_for_a_year(client, monkeypatch, tmp_path):
    (tmp_path / "desk-1.css").write_text("b {}")
    monkeypatch.setattr("gateway.portal.assets._folder", lambda: tmp_path)

    with client.get("/static/build/desk-1.css") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
