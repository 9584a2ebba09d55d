"""Through the door: who comes in, who does not, and what is remembered."""


def test_a_wrong_password_says_so_and_gives_nothing_away(at_desk):
    desk = at_desk(None)

    desk.log_in("mgr-4s", "wrong")
    known = desk.read()
    desk.log_in("nobody-here", "wrong")

    assert "登录名、密码或验证码不正确" in known
    assert desk.read() == known


def test_after_too_many_attempts_the_page_says_how_long_to_wait(at_desk):
    desk = at_desk(None)

    for _ in range(6):
        desk.log_in("biz-sup", "wrong")

    assert "尝试次数过多" in desk.read()
    assert "分钟后再试" in desk.read()


def test_logging_in_leads_where_one_wanted_to_go(at_desk, world):
    booking = world.book(world.at(1, "10:00"))
    desk = at_desk(None)

    desk.open(f"/bookings/{booking['id']}")
    desk.log_in("sr-chen")

    desk.page.wait_for_url(f"**/bookings/{booking['id']}")
    assert booking["number"] in desk.read()


def test_logging_out_ends_the_session(at_desk):
    desk = at_desk("sr-chen")
    desk.page.click("details.menu summary")

    desk.page.click("text=退出登录")
    desk.open("/stores/s-4s/board")

    assert "/login" in desk.page.url


def test_nobody_is_sent_to_a_foreign_page(at_desk, stack):
    desk = at_desk(None)

    desk.open("/login?next=//elsewhere.example/board")
    desk.log_in("sr-chen")
    desk.page.wait_for_url("**/stores/s-4s/board")

    assert desk.page.url.startswith(stack.info["base_url"])


def test_head_office_chooses_a_store_and_it_is_remembered(at_desk):
    desk = at_desk("head")
    assert "/stores" in desk.page.url

    desk.page.click("text=示范美容院 >> nth=0")
    desk.page.wait_for_url("**/stores/s-beau/board")
    desk.open("/")

    assert desk.page.url.endswith("/stores/s-beau/board")


def test_the_language_is_switched_for_good(at_desk):
    desk = at_desk("sr-chen")
    assert "预约看板" in desk.read(".bar")

    desk.page.click("text=English")
    desk.open("/stores/s-4s/board")

    assert "Board" in desk.read(".bar")
    assert desk.page.get_attribute("html", "lang") == "en"


def test_everybody_sees_the_screens_of_their_role(at_desk):  # §19.1
    clerk, workshop = at_desk("clerk-sun"), at_desk("ws-sup")

    assert clerk.page.locator(".bar-screens a").all_inner_texts() == ["回访"]
    assert workshop.page.locator(".bar-screens a").all_inner_texts() == ["预约看板", "预约查询"]
    assert clerk.open("/stores/s-4s/board").status == 403
    assert "没有权限" in clerk.read()


def test_another_store_is_not_there(at_desk):
    desk = at_desk("sr-chen")

    answer = desk.open("/stores/s-beau/board")

    assert answer.status == 404
    assert "没有找到" in desk.read()
