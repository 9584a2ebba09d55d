"""The chain's register of figures: each of booking's is a key, at its level, with its value.

What stands in a journey stays there; what is another service's is named with it.
"""

import pytest
import yaml

from devstack import ROOT
from services.booking import journeys
from services.booking.domain import lists
from services.booking.packs import pack
from services.booking.packs.checking import faults_of
from services.booking.packs.tree import key_at
from tests.worlds import a_store, config_of, local

AROUND = ROOT / "services/followup/chains/around-booking.yaml"

REGISTER = """
slots.times slots.capacity lead.priority_hours lead.discount_days discount.labour_factor
discount.windows perk.breakfast.before perk.tea.window perk.tea.items perk.fruit.from
perk.exclude_same_day perk.basis perk.services ontime.tolerance_min gift.launch_months
gift.choices gift.streak gift.streak_cash confirm_call.lead confirm_call.mode
confirm_call.earliest confirm_call.retries reminder.leads change.min_notice cancel.min_notice
penalty.table accept.limit change_cancel.handle_limit missed_call.callback
direct_advisor.callback nextday.list_time noshow.late_after noshow.noshow_after noshow.sa_days
noshow.reissue_after_day noshow.reissue_start salon.room_ready customer_file.days
followup.first followup.second complaint.escalate_days complaint.inform_same_day
unanswered.reply campaign.call_ahead campaign.letter_after_call due.maintenance.lead
prospect.intervals callback.period rate.target reward.team reward.all_teams points.dm_min
points.dm points.not_asked points.callback points.phase assessment.cycle csi.scale
survey.send_after survey.valid retention.months visitor.retention_days pii.id_required
marketing.consent refund.manual_note ship.after_change reship.days tracking.days wait.days
home.depart_min home.arrive_early vip.room_check vip.flowers vip.lights vip.notify vip.hosts
vip.lift vip.tea vip.turn-down vip.menus vip.waiters handover.warn extra_item.timeout
property.intent_threshold lost_customer.months slo.availability
"""
DISCOUNT = [{"to": "09:20"}, {"from": "15:30"}]
TEA = {"zh": "茶点一份（牛奶一袋、面包一个）", "en": "a tea snack (milk and bread)"}
BY_DEFAULT = [  # key of the register, path, level, default
    ("perk.exclude_same_day", "policy.perk_terms.excludes_same_day", "store", True),
    ("perk.basis", "policy.perk_terms.basis", "store", "arrival"),
    ("perk.services", "policy.perk_terms.services", "store", "maintenance"),
    ("gift.choices", "policy.gift.choices", "chain", 1),
    ("change.min_notice", "policy.change_notice_minutes", "store", 240),
    ("cancel.min_notice", "policy.cancel_notice_minutes", "store", 240),
    ("penalty.table", "policy.penalties", "chain", []),
    ("ontime.tolerance_min", "policy.on_time_minutes", "store", 15),
    ("noshow.late_after", "policy.late_after_minutes", "store", 15),
    ("noshow.noshow_after", "policy.no_show_after_minutes", "store", 60),
    ("retention.months", "retention.months", "chain", 24),
    ("visitor.retention_days", "retention.visitor_days", "store", 30),
    ("pii.id_required", "items.x.requires_identity", "chain", False),
]
OF_4S = [  # key of the register, path, level, what the trade says
    ("slots.times", "starts", "store", ["08:30", "10:00", "11:00", "14:00", "15:00", "16:00"]),
    ("lead.priority_hours", "policy.priority_minutes", "chain", 4 * 60),
    ("lead.discount_days", "policy.discount.days_ahead", "chain", 1),
    ("discount.labour_factor", "policy.discount.labour_percent", "store", 90),
    ("discount.windows", "policy.discount.windows", "store", DISCOUNT),
    ("perk.breakfast.before", "policy.perks.breakfast.before", "store", "09:20"),
    ("perk.tea.window", "policy.perks.tea.from", "store", "09:20"),
    ("perk.tea.window", "policy.perks.tea.last", "store", "10:00"),
    ("perk.tea.items", "policy.perks.tea.name", "store", TEA),
    ("perk.fruit.from", "policy.perks.fruit.from", "store", "15:30"),
    ("gift.launch_months", "policy.gift.launch_months", "chain", 5),
    ("gift.streak", "policy.gift.streak", "chain", 4),
    ("gift.streak_cash", "policy.gift.streak_cash", "chain", None),
]
IN_JOURNEYS = [  # key of the register, journey, step, of its limit, figure
    ("confirm_call.lead", "4s", "confirm", "before_start_minutes", 120),
    ("confirm_call.lead", "beauty", "confirm", "before_start_minutes", 60),
    ("salon.room_ready", "beauty", "room", "within_minutes", 2),
    ("handover.warn", "4s", "repair", "warn_minutes", 30),
    ("extra_item.timeout", "4s", "consent", "within_minutes", 30),
    ("home.depart_min", "at-home", "depart", "before_start_minutes", 60),
    ("home.arrive_early", "at-home", "on_the_way", "before_start_minutes", 5),
    ("vip.room_check", "hotel", "room_check", "before_start_minutes", 60),
    ("vip.flowers", "hotel", "amenities", "before_start_minutes", 120),
    ("vip.lights", "hotel", "lights", "before_start_minutes", 30),
    ("vip.notify", "hotel", "notify_hosts", "before_start_minutes", 20),
    ("vip.hosts", "hotel", "hosts", "before_start_minutes", 10),
    ("vip.lift", "hotel", "lift", "before_start_minutes", 5),
    ("vip.tea", "hotel", "tea", "within_minutes", 5),
    ("tracking.days", "e-commerce", "track", "within_minutes", 5 * 24 * 60),
    ("reship.days", "e-commerce", "remedy", "within_minutes", 3 * 24 * 60),
]
IN_TASKS = [  # key of the register, task of the chain around a booking, where in it, figure
    ("accept.limit", "accept", "due", {"within": 30}),  # BK-04
    ("change_cancel.handle_limit", "rebook", "due", {"within": 30}),  # CX-10
    ("missed_call.callback", "missed_call", "due", {"within": 15}),  # CH-02
    ("direct_advisor.callback", "advisor_callback", "due", {"within": 10}),  # CH-11
    ("confirm_call.retries", "confirm_call", "attempts", 3),  # RM-11
    ("confirm_call.retries", "confirm_call", "pause", 10),
]
THEIRS = {
    "followup": {
        "confirm_call.mode", "confirm_call.earliest", "noshow.sa_days",
        "noshow.reissue_after_day", "noshow.reissue_start", "customer_file.days",
        "followup.first", "followup.second", "complaint.escalate_days",
        "complaint.inform_same_day", "unanswered.reply", "campaign.call_ahead",
        "campaign.letter_after_call", "due.maintenance.lead", "prospect.intervals",
        "callback.period", "survey.send_after", "survey.valid", "refund.manual_note", "wait.days",
        "property.intent_threshold",
    },
    "notification": {"reminder.leads", "marketing.consent"},
    "reporting": {
        "rate.target", "reward.team", "reward.all_teams", "points.dm_min", "points.dm",
        "points.not_asked", "points.callback", "points.phase", "assessment.cycle", "csi.scale",
        "lost_customer.months", "slo.availability",
    },
}  # fmt: skip
ELSEWHERE = {
    "slots.capacity",
    "nextday.list_time",
    "ship.after_change",
    "vip.turn-down",
    "vip.menus",
    "vip.waiters",
}
"""Figures with a test of their own below."""


def dug(told, path):
    for name in path.split("."):
        told = (told or {}).get(name)
    return told


@pytest.mark.parametrize(("key", "path", "level", "default"), BY_DEFAULT, ids=lambda one: str(one))
def test_a_figure_has_its_default(key, path, level, default):
    found = key_at(path)

    assert (found.level, found.default) == (level, default)


@pytest.mark.parametrize(("key", "path", "level", "value"), OF_4S, ids=lambda one: str(one))
def test_a_figure_of_the_repair_shop_stands_in_its_pack(key, path, level, value):
    assert (key_at(path).level, dug(pack("4s"), path)) == (level, value)


@pytest.mark.parametrize(
    ("key", "journey", "step", "of", "figure"), IN_JOURNEYS, ids=lambda one: str(one)
)
def test_a_figure_of_a_visit_stands_in_its_journey(key, journey, step, of, figure):
    limit = getattr(journeys.journey(journey).steps[step].limit, of)

    assert getattr(limit, "least", limit) == figure


@pytest.mark.parametrize(("key", "task", "of", "figure"), IN_TASKS, ids=lambda one: str(one))
def test_a_figure_of_a_task_stands_in_its_chain_and_may_be_the_store_s_own(key, task, of, figure):
    chain = yaml.safe_load(AROUND.read_text(encoding="utf-8"))["tasks"]

    assert chain[task][of] == figure
    assert key_at(f"policy.care.{task}.minutes").level == "store"


def test_the_next_day_s_list_goes_out_half_an_hour_before_the_shift_ends():  # BK-15
    shop = a_store("s-4s")
    monday = local("2026-03-09 12:00").date()

    assert lists.published_on(shop, monday) == local("2026-03-09 17:30")
    assert key_at("next_day_list_time").level == "store"


def test_a_call_to_confirm_is_due_as_the_trade_has_it_and_is_no_reminder():  # CON-1
    ahead = {
        name: journeys.journey(name).steps["confirm"].limit.before_start_minutes.least
        for name in ("4s", "beauty")
    }

    assert ahead == {"4s": 120, "beauty": 60}  # RM-01, RM-02
    assert "reminder.leads" in THEIRS["notification"]


def test_the_annex_of_penalties_is_a_table_that_head_office_edits():  # FM-25, CX-05
    row = {"occasion": "cancel", "under_minutes": 240, "percent": 20, "cap": 40000}

    assert faults_of(config_of("s-4s", policy={"penalties": [row]})) == {}
    assert faults_of(config_of("s-4s", policy={"penalties": [{**row, "percent": 101}]})) == {
        "policy.penalties.0.percent": ["must be 100 or less"]
    }
    assert key_at("policy.penalties").level == "chain"


def test_capacity_is_as_many_lanes():  # SL-02
    assert len(a_store("s-4s").pools["maintenance"].lanes) == 2
    assert key_at("lanes.x.pool").level == "store"


def test_a_changed_order_ships_within_three_working_days():  # CX-13
    facts = {fact.code: fact for fact in journeys.journey("e-commerce").facts}

    assert "3 working days" in facts["ship_by"].name["en"]


def test_a_guests_evening_and_meals_are_as_the_level_wants():  # VX-10, RS-23
    actions = journeys.journey("hotel").steps["stay"].actions
    least = {field.code: field.least for field in actions["meal"].fields}

    assert least == {"menus": 3, "waiters": 2}
    assert actions["turn_down"].when == (("evening", (True,)),)


def test_no_figure_is_booked_twice_and_none_forgotten():
    tables = (BY_DEFAULT, OF_4S, IN_JOURNEYS, IN_TASKS)
    ours = {row[0] for table in tables for row in table} | ELSEWHERE
    theirs = [key for keys in THEIRS.values() for key in keys]

    assert len(theirs) == len(set(theirs))
    assert ours & set(theirs) == set()
    assert ours | set(theirs) == set(REGISTER.split())
