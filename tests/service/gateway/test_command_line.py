"""``python -m gateway``: people and partners let in, and out, from the command line."""

import json
import uuid
from pathlib import Path

import pyotp
import pytest
import yaml
from click.testing import CliRunner

from common import mongo
from common.clock import real
from gateway.__main__ import cli
from gateway.audit.chain import Entry
from gateway.audit.log import AuditLog, as_kept
from gateway.identity import codes
from gateway.identity.staff import mark_of
from gateway.partners import PartnerKeys
from gateway.partners.store import PartnerStore
from gateway.people import matches
from gateway.roles import ROLES
from gateway.store import GatewayStore

ROOT = Path(__file__).parents[3]
CHAIN = ROOT / "devstack" / "chain" / "people.yaml"


@pytest.fixture
def prefix(mongo_client):
    prefix = f"test_{uuid.uuid4().hex[:12]}"
    yield prefix
    for of_it in ("gateway", "gateway_audit"):
        mongo_client.drop_database(f"{prefix}_{of_it}")


@pytest.fixture
def store(mongo_client, prefix):
    return GatewayStore(mongo_client[f"{prefix}_gateway"])


@pytest.fixture
def partners(store):
    return PartnerStore(store.database)


@pytest.fixture
def gateway(mongo_client, prefix, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda name: mongo_client[f"{prefix}_{name}"])

    def run(*arguments):
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def chain(tmp_path):
    """Return the demo chain and drawn credentials for everybody in it."""
    told = yaml.safe_load(CHAIN.read_text())
    drawn = {
        "people": {one["login"]: {"password": f"{one['login']}-pw"} for one in told["people"]},
        "partners": {one["id"]: {"key": f"sk_{one['id']}_secret"} for one in told["partners"]},
    }
    (tmp_path / "credentials.json").write_text(json.dumps(drawn))
    return told, tmp_path / "credentials.json"


def test_the_demo_chain_is_loaded_and_loading_again_changes_nothing(
    gateway, store, partners, chain, mongo_client, prefix
):
    told, credentials = chain
    load = ("load", str(CHAIN), "--credentials", str(credentials))
    assert gateway(*load).exit_code == 0
    everything = {
        name: list(mongo_client[f"{prefix}_gateway"][name].find())
        for name in ("people", "partners")
    }

    again = gateway(*load)

    assert again.stdout == "30 people, 2 partners\n"
    assert everything == {
        name: list(mongo_client[f"{prefix}_gateway"][name].find()) for name in everything
    }
    assert {person.login for person in store.people()} == {one["login"] for one in told["people"]}
    manager, password_hash = store.credentials("mgr-4s")
    assert (manager.role, manager.stores) == ("manager", {"s-4s"})
    assert matches(password_hash, "mgr-4s-pw")
    assert store.person("head").stores == store.person("ops").stores == {"*"}
    p1, p2 = partners.partner("p1"), partners.partner("p2")
    assert (p1.agreement_until.isoformat(), p2.agreement_until) == ("2026-06-30", None)
    assert p1.stores == {"*"}
    assert p1.limits.per_key.per_second > 10_000


def test_somebody_who_cannot_get_in_is_helped(gateway, store):
    gateway("create-person", "head", "--name", "金", "--role", "head_office")
    store.begin_second_factor("head", "locked", real())
    store.keep_second_factor("head", "locked", 0, [])

    assert gateway("reset-second-factor", "head").exit_code == 0
    link = gateway("invite", "head").stdout.strip()

    person = store.invited(mark_of(link.rpartition("/")[2]), real())
    assert (person.login, person.second_factor) == ("head", False)
    for command in ("invite", "reset-second-factor"):
        assert gateway(command, "nobody").stderr == "Error: nobody gets in as nobody\n"


def test_a_second_factor_is_loaded_once(gateway, store, chain):
    _, credentials = chain
    drawn = json.loads(credentials.read_text())
    secret = drawn["people"]["head"]["totp_secret"] = pyotp.random_base32()
    credentials.write_text(json.dumps(drawn))
    load = ("load", str(CHAIN), "--credentials", str(credentials))

    assert gateway(*load).exit_code == 0
    kept = store.second_factor("head")
    assert gateway(*load).exit_code == 0

    assert codes.unlocked(kept) == secret
    assert store.second_factor("head") == kept
    assert [one.login for one in store.people() if one.second_factor] == ["head"]


def test_everybody_in_the_demo_chain_has_a_role_that_there_is(chain):
    told, _ = chain
    stores = {path.stem for path in (CHAIN.parent / "stores").glob("*.yaml")}

    assert {one["role"] for one in told["people"]} == ROLES.keys()
    assert {store for one in told["people"] for store in one.get("stores", [])} == stores


def test_a_person_is_let_in_with_a_drawn_password(gateway, store):
    done = gateway("create-person", "wu", "--name", "吴", "--role", "reception", "--store", "s-4s")

    person, password_hash = store.credentials("wu")
    assert (person.name, person.role, person.stores) == ("吴", "reception", {"s-4s"})
    assert person.provisional
    assert matches(password_hash, done.stdout.strip())


def owner(partners, key):
    return PartnerKeys(partners.partner).holder(key, real())


def test_a_partner_is_let_in_with_a_drawn_key_and_out_again(gateway, partners):
    key = gateway("create-partner", "p9", "--name", "P9", "--scope", "stores:read").stdout.strip()
    partner = owner(partners, key).partner
    assert (partner.id, partner.scopes, partner.may) == ("p9", ("stores:read",), {"stores:read"})

    assert gateway("revoke-key", "p9").exit_code == 0

    assert owner(partners, key) is None
    assert gateway("revoke-key", "p8").stderr == "Error: no such partner: p8\n"


def test_the_audit_log_is_proved_and_a_change_to_it_found(gateway, mongo_client, prefix):  # PV-03
    kept = mongo_client[f"{prefix}_gateway_audit"]
    log = AuditLog(kept)
    for number in range(3):
        log.add(Entry(0, as_kept(real()), "asked", f"PUT /{number}", {"id": "head"}))

    sound = gateway("audit", "verify")
    head = sound.stdout.splitlines()[1].removeprefix("head ")
    assert (sound.exit_code, sound.stdout.splitlines()[0]) == (
        0,
        "3 entries, all as they were written",
    )

    kept["entries"].delete_one({"_id": 3})
    assert gateway("audit", "verify").exit_code == 0
    shorter = gateway("audit", "verify", "--head", head)
    assert (shorter.exit_code, shorter.stderr) == (1, f"the log does not hold {head}\n")

    kept["entries"].update_one({"_id": 2}, {"$set": {"by.id": "ops"}})
    forged = gateway("audit", "verify")
    assert forged.exit_code == 1
    assert forged.stderr.startswith("entry 2 is not as it was written")


def test_a_partner_changes_over_from_one_key_to_the_next(gateway, partners):
    first = gateway("create-partner", "p9", "--name", "P9").stdout.strip()
    options = ("--label", "next", "--network", "203.0.113.0/24", "--expires-on", "2999-01-01")

    second = gateway("new-key", "p9", *options).stdout.strip()

    assert owner(partners, first)
    key = owner(partners, second).key
    assert (key.label, key.good_from("203.0.113.7"), key.good_from("203.0.114.7")) == (
        "next",
        True,
        False,
    )
    assert "two live keys" in gateway("new-key", "p9").stderr
    gateway("revoke-key", "p9", partners.partner("p9").keys[0].id)
    assert owner(partners, first) is None
    assert owner(partners, second)
    assert gateway("partners").stdout.count("k-") == 2


def test_what_makes_no_sense_is_said_in_a_sentence(gateway):
    gateway("create-partner", "p9", "--name", "P9", "--scope", "stores:read")

    refused = [
        gateway("create-partner", "p9", "--name", "again"),
        gateway("create-partner", "Me Too", "--name", "x"),
        gateway("new-key", "p9", "--network", "10.0.0.1/8"),
        gateway("new-key", "p9", "--scope", "webhooks"),
        gateway("new-key", "p9", "--expires-on", "2020-01-01"),
        gateway("change-agreement", "p9", "--until", "2999-12-31", "--from", "2999-01-01"),
        gateway("revoke-key", "p9", "k-0"),
    ]

    assert [done.exit_code for done in refused] == [1] * len(refused)
    assert all(done.stderr.startswith("Error: ") for done in refused)
