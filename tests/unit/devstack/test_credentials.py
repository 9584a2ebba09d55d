import json
import stat

import pytest

from devstack.credentials import Credentials

CHAIN = """
people:
  - {login: agent, store: s-4s, role: booking_agent}
  - {login: head, role: head_office}
partners:
  - {id: p1}
"""


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.yaml"
    file.write_text(CHAIN)
    return file


def test_everybody_in_the_chain_gets_a_password_and_every_partner_a_key(tmp_path, people):
    drawn = Credentials(tmp_path / "run", people)

    assert set(drawn.people) == {"agent", "head"}
    assert len(drawn.people["agent"]["password"]) >= 16
    assert drawn.people["agent"] != drawn.people["head"]
    assert drawn.partners["p1"]["key"].startswith("sk_p1_")


def test_what_was_drawn_once_stays(tmp_path, people):
    first = Credentials(tmp_path / "run", people)
    again = Credentials(tmp_path / "run", people)

    assert (again.people, again.partners, again.secret) == (
        first.people,
        first.partners,
        first.secret,
    )
    assert again.twilio_auth_token == first.twilio_auth_token


def test_a_newcomer_is_added_to_those_kept(tmp_path, people):
    first = Credentials(tmp_path / "run", people)
    people.write_text(CHAIN.replace("partners:", "  - {login: ops, role: operator}\npartners:"))

    assert Credentials(tmp_path / "run", people).people.keys() - first.people.keys() == {"ops"}


def test_the_files_are_for_their_owner_alone(tmp_path, people):
    Credentials(tmp_path / "run", people)

    for name in ("credentials.json", "secrets.json"):
        assert stat.S_IMODE((tmp_path / "run" / name).stat().st_mode) == 0o600


def test_the_loader_is_not_told_what_the_processes_share(tmp_path, people):
    drawn = Credentials(tmp_path / "run", people)

    assert json.loads(drawn.file.read_text()).keys() == {"people", "partners"}


def test_where_it_is_required_whoever_needs_a_second_factor_has_one(tmp_path, people):
    without = Credentials(tmp_path / "run", people)
    drawn = Credentials(tmp_path / "run", people, second_factors=True)

    assert "totp_secret" not in str(without.people)
    assert [login for login, known in drawn.people.items() if "totp_secret" in known] == ["head"]
    assert len(drawn.people["head"]["totp_secret"]) == 32
    assert Credentials(tmp_path / "run", people, second_factors=True).people == drawn.people
