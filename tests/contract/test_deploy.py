"""Compose, Kubernetes and the settings agree; what runs there has no needless rights."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from common.bus.rights import definitions
from common.config import PREFIX, UNPREFIXED, Settings
from common.drawing import ROOTS, Servers, made_of
from common.secret_files import file_named
from tests.contract.deployment import (
    K8S,
    OVERLAYS,
    PROCESSES,
    ROOT,
    command_of,
    compose,
    env_file,
    given_in_cluster,
    of_kind,
    pod,
    pods,
    port_of,
    secrets_mounted,
)

SPEAKS_TO_TWILIO = {"notification", "gateway"}
TWILIO = set(UNPREFIXED.values())
MAIL = {PREFIX + name for name in ("SMTP_URL", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM")}
TENCENT = {f"{PREFIX}TENCENT_{name}" for name in ("SECRET_ID", "SECRET_KEY", "APP_ID", "TEMPLATES")}
REPORTS = f"{PREFIX}TENCENT_CALLBACK_TOKEN"
OIDC = {f"{PREFIX}OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLAIM")}
PAYMENTS = {PREFIX + name for name in ("PAYMENTS_URL", "PAYMENTS_KEY")}
PUSH = {PREFIX + name for name in ("VAPID_PRIVATE_KEY", "VAPID_SUBJECT")}
NAMES = {one: UNPREFIXED.get(one.name, PREFIX + one.name.upper()) for one in fields(Settings)}
KNOWN = {*NAMES.values(), *(file_named(name) for one, name in NAMES.items() if not one.repr)}
# Their defaults are for one machine without containers.
NEEDED = {
    "SLIPBOARD_MONGO_URI_FILE",
    "SLIPBOARD_AMQP_URI_FILE",
    "SLIPBOARD_SECRET_FILE",
    "SLIPBOARD_PUBLIC_URL",
    "SLIPBOARD_OPS_HOST",
    "SLIPBOARD_OPS_PORT",
}

SERVERS = Servers("mongodb://mongo:27017/?replicaSet=rs0", "pyamqp://rabbitmq:5672//", "slipboard")

each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
each_process = pytest.mark.parametrize("process", PROCESSES)


# One set of processes, one set of settings


def test_compose_runs_each_process_by_its_command() -> None:
    ours = {
        name: one["command"]
        for name, one in compose()["services"].items()
        if one["image"].startswith("slipboard:")
    }
    set_up = ours.pop("set-up")

    assert ours == {process: command_of(process) for process in PROCESSES}
    assert set_up == ["python", "-m", "common.set_up"]


@each_overlay
def test_the_cluster_runs_each_process_by_the_same_command(overlay: str) -> None:
    commands = {
        name: one["spec"]["template"]["spec"]["containers"][0]["command"]
        for name, one in of_kind(overlay, "Deployment").items()
    }

    assert commands == {process: command_of(process) for process in PROCESSES}


@each_process
def test_compose_gives_a_process_settings_it_knows_and_all_it_needs(process: str) -> None:
    given = set(compose()["services"][process]["environment"])

    assert given <= KNOWN
    assert given >= NEEDED
    assert (given >= TWILIO) == (process in SPEAKS_TO_TWILIO)
    assert (given >= MAIL) == (process == "notification")
    assert (given & TENCENT) == (TENCENT if process == "notification" else set())
    assert (REPORTS in given) == (process == "gateway")
    assert (given >= PUSH) == (process == "notification")
    assert (given & OIDC) == (OIDC if process == "gateway" else set())
    assert (given >= PAYMENTS) == (process == "booking")
    assert ("SLIPBOARD_PAYMENTS_SECRET" in given) == (process == "gateway")
    assert ("SLIPBOARD_GATEWAY_BIND" in given) == (process == "gateway")


@each_overlay
@each_process
def test_the_cluster_gives_a_process_settings_that_it_accepts(
    overlay: str, process: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = given_in_cluster(overlay, process)
    assert set(given) >= NEEDED | {"SLIPBOARD_GATEWAY_BIND"}
    assert (set(given) >= TWILIO) == (process in SPEAKS_TO_TWILIO)

    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    kept = {"data-keys": f"2027:{'a' * 64}"}
    for name in ("secret", "mongo-uri", "amqp-uri", *kept):
        (tmp_path / name).touch(mode=0o440)
        (tmp_path / name).write_text(kept.get(name, "x" * 32))
    for name, value in given.items():
        monkeypatch.setenv(name, value.replace("/run/secrets", str(tmp_path)))
    settings = Settings.from_env()

    assert settings.clock == "real"
    assert settings.secret == settings.mongo_uri == "x" * 32
    assert settings.ops_port == port_of("booking")
    assert settings.gateway_bind == f"0.0.0.0:{port_of('gateway')}"


@each_overlay
def test_of_tencents_account_the_gateway_gets_the_token_of_reports_only(overlay: str) -> None:
    [notification], [gateway] = (
        pod(overlay, process)["containers"] for process in ("notification", "gateway")
    )

    assert {"secretRef": {"name": "tencent", "optional": True}} in notification["envFrom"]
    assert "tencent" not in str(gateway["envFrom"])
    [token] = [one for one in gateway["env"] if "TENCENT" in one["name"]]
    assert token["valueFrom"]["secretKeyRef"] == {
        "name": "tencent", "key": REPORTS, "optional": True,
    }  # fmt: skip
    assert set(env_file(K8S / "base" / "tencent.env.example")) >= TENCENT | {REPORTS}


def test_whatever_compose_asks_its_operator_for_stands_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))

    assert asked <= set(env_file(ROOT / ".env.example"))


@each_process
def test_compose_mounts_for_a_process_its_own_log_ins_and_no_other(process: str) -> None:  # PL-04
    mounted = compose()["services"][process]["secrets"]

    assert mounted == [
        "secret",
        "data-keys",
        {"source": f"{process}-mongo-uri", "target": "mongo-uri"},
        {"source": f"{process}-amqp-uri", "target": "amqp-uri"},
    ]


def test_compose_mounts_what_is_drawn() -> None:
    drawn = set(ROOTS) | dict(made_of(dict.fromkeys(ROOTS, "x"), SERVERS)).keys()
    told = compose()["secrets"]
    used = {
        one if isinstance(one, str) else one["source"]
        for service in compose()["services"].values()
        for one in service.get("secrets", [])
    }

    assert set(told) == used <= drawn
    assert {one["file"] for one in told.values()} == {
        f"${{SECRETS_DIR:-./secrets}}/{name}" for name in told
    }
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


@each_overlay
@each_process
def test_the_cluster_mounts_for_a_process_its_own_log_ins_and_no_other(
    overlay: str, process: str
) -> None:  # PL-04
    assert secrets_mounted(overlay, process) == {"slipboard", f"{process}-access"}
    job = of_kind(overlay, "Job")["set-up"]["spec"]["template"]["spec"]
    [volume] = job["volumes"]
    assert {one["secret"]["name"] for one in volume["projected"]["sources"]} == {
        "slipboard",
        "set-up-access",
    }


def test_nobody_is_let_in_to_the_servers_unknown() -> None:  # negative 25
    services = compose()["services"]
    [mongod] = of_kind("local", "StatefulSet")["mongo"]["spec"]["template"]["spec"]["containers"]
    for command in (services["mongo"]["command"], mongod["command"]):
        assert any(one.startswith("--keyFile=") for one in command)
        assert "--setParameter=enableLocalhostAuthBypass=false" in command
        assert "--noscripting" in command
    assert "environment" not in services["rabbitmq"]
    [conf] = [one for one in services["rabbitmq"]["volumes"] if ".conf:" in one]
    read = (ROOT / conf.partition(":")[0]).read_text()
    assert read.splitlines()[-1] == "load_definitions = /run/secrets/log-ins.json"
    maps = of_kind("local", "ConfigMap").values()
    assert read in [one["data"].get("rabbitmq.conf") for one in maps]


def test_what_is_drawn_is_one_way_in_for_each_process() -> None:
    roots = {name: name[0] * 64 for name in ROOTS}
    drawn = dict(made_of(roots, SERVERS))
    addresses = [drawn[name] for name in drawn if name.endswith("-uri")]

    assert len(set(addresses)) == len(addresses) == 2 * len(PROCESSES) + 3
    for process in PROCESSES:
        own = drawn[f"{process}-mongo-uri"] + drawn[f"{process}-amqp-uri"]
        assert not [root for root in roots.values() if root in own]
    assert drawn["set-up-mongo-uri"].startswith("mongodb://__system:")
    assert not [root for root in roots.values() if root in drawn["log-ins.json"]]
    assert (
        json.loads(drawn["log-ins.json"]).keys()
        == definitions(dict.fromkeys(PROCESSES, ""), admin=("a", "b")).keys()
    )
    several = Servers("mongodb://a,b,c/?replicaSet=rs0&tls=true", SERVERS.amqp, "slipboard")
    far = dict(made_of(roots, several))
    assert far["set-up-mongo-uri"] == far["admin-mongo-uri"]
    assert far["booking-mongo-uri"].endswith("@a,b,c/?replicaSet=rs0&tls=true")


@each_overlay
def test_a_secret_is_named_and_never_part_of_the_manifests(overlay: str) -> None:
    assert not of_kind(overlay, "Secret")
    for example in K8S.rglob("*.env.example"):
        assert not any(value for name, value in env_file(example).items() if secret(name)), example


def secret(name: str) -> bool:
    return name.endswith(("SECRET", "TOKEN", "PASS", "PASSWORD", "PRIVATE_KEY", "DATA_KEYS"))


# Probes and farewells


@each_process
def test_compose_asks_each_process_whether_it_is_ready(process: str) -> None:
    one = compose()["services"][process]

    assert f"'http://127.0.0.1:{port_of(process)}/readyz'" in one["healthcheck"]["test"][-1]
    assert one["restart"] == "unless-stopped"
    assert int(one["stop_grace_period"].removesuffix("s")) >= 30
    assert one["depends_on"] == {
        "mongo": {"condition": "service_healthy"},
        "rabbitmq": {"condition": "service_healthy"},
        "set-up": {"condition": "service_completed_successfully"},
    }


@each_overlay
@each_process
def test_a_broker_that_is_away_makes_a_pod_unready_but_does_not_end_it(
    overlay: str, process: str
) -> None:
    container = pod(overlay, process)["containers"][0]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    asked = {
        probe: container[f"{probe}Probe"]["httpGet"]
        for probe in ("startup", "liveness", "readiness")
    }

    assert {probe: one["path"] for probe, one in asked.items()} == {
        "startup": "/healthz",
        "liveness": "/healthz",
        "readiness": "/readyz",
    }
    assert {ports[one["port"]] for one in asked.values()} == {port_of(process)}


@each_overlay
@each_process
def test_a_pod_has_time_to_finish_what_it_has_begun(overlay: str, process: str) -> None:
    wait = pod(overlay, process)["containers"][0].get("lifecycle", {}).get("preStop", {})
    seconds = int(wait.get("exec", {"command": ["0"]})["command"][-1])

    assert pod(overlay, process)["terminationGracePeriodSeconds"] >= 40 + seconds
    assert (seconds >= 5) == (process == "gateway")


# Rights and limits


@pytest.mark.parametrize("name", compose()["services"])
def test_nothing_in_compose_has_rights_it_does_not_need(name: str) -> None:
    one = compose()["services"][name]

    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert int(one["user"].partition(":")[0]) > 0
    assert {"cpus", "memory", "pids"} <= set(one["deploy"]["resources"]["limits"])
    assert "privileged" not in one


def test_only_the_gateway_has_a_port_on_the_host_and_only_on_the_loopback() -> None:
    published = {
        name: one["ports"] for name, one in compose()["services"].items() if "ports" in one
    }

    assert list(published) == ["gateway"]
    assert all(port.startswith("127.0.0.1:") for port in published["gateway"])
    assert compose()["networks"]["inside"] == {"internal": True}
    outside = {name for name, one in compose()["services"].items() if "outside" in one["networks"]}
    assert outside == {"gateway", "booking", "notification", "twilio"}


@each_overlay
def test_nothing_in_the_cluster_has_rights_it_does_not_need(overlay: str) -> None:
    found = list(pods(overlay))
    assert len(found) >= len(PROCESSES)
    for spec in found:
        (container,) = spec["containers"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == {"cpu", "memory"}
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}


@each_overlay
@each_process
def test_each_process_scales_and_rests_by_itself(overlay: str, process: str) -> None:
    chosen = {"matchLabels": {"app.kubernetes.io/name": process}}
    deployment = of_kind(overlay, "Deployment")[process]["spec"]
    scaler = of_kind(overlay, "HorizontalPodAutoscaler")[process]["spec"]
    budget = of_kind(overlay, "PodDisruptionBudget")[process]["spec"]

    assert deployment["selector"] == chosen
    assert "replicas" not in deployment, "the autoscaler's to say"
    assert scaler["scaleTargetRef"]["name"] == process
    assert scaler["maxReplicas"] > scaler["minReplicas"] >= (1 if overlay == "local" else 2)
    assert budget == {"maxUnavailable": 1, "selector": chosen}
    assert pod(overlay, process)["serviceAccountName"] == process
    assert of_kind(overlay, "ServiceAccount")[process]["automountServiceAccountToken"] is False


@each_overlay
def test_nothing_speaks_to_anything_unless_it_is_said(overlay: str) -> None:
    policies = of_kind(overlay, "NetworkPolicy")
    denial = policies["deny-all"]["spec"]
    assert denial == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}

    for process in PROCESSES:
        policy = policies[process]["spec"]
        selected = policy["podSelector"]["matchLabels"]
        assert selected == {"app.kubernetes.io/name": process}
        assert policy["policyTypes"] == ["Ingress", "Egress"]
        reached = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
        outside = {"notification": {443, 465, 587, 8443}, "booking": {443}}
        assert reached == {53, 5672, 27017} | outside.get(process, set())
        taken = {port["port"] for rule in policy["ingress"] for port in rule["ports"]}
        assert taken == {port_of(process)}


@pytest.mark.parametrize("process", ["notification", "booking"])
def test_the_way_out_leads_nowhere_inside(process: str) -> None:
    rules = of_kind("production", "NetworkPolicy")[process]["spec"]["egress"]
    blocks = [peer["ipBlock"] for rule in rules for peer in rule["to"] if "ipBlock" in peer]

    assert {block["cidr"] for block in blocks} == {"0.0.0.0/0", "::/0"}
    kept_out = {network for block in blocks for network in block["except"]}
    assert kept_out >= {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"}


def test_compose_and_the_local_cluster_use_the_same_servers() -> None:
    services = compose()["services"]
    in_cluster = {
        name: one["spec"]["template"]["spec"]["containers"][0]
        for name, one in (of_kind("local", "StatefulSet") | of_kind("local", "Job")).items()
    }

    for name in ("mongo", "rabbitmq"):
        assert in_cluster[name]["image"] == services[name]["image"]
        commands = in_cluster[name].get("command", []), services[name].get("command", [])
        assert commands[0] == [one.replace("/run/secrets", "/key") for one in commands[1]]
    assert in_cluster["set-up"]["command"] == services["set-up"]["command"]


# What operators are told


def test_every_figure_that_operators_are_told_to_watch_exists() -> None:
    told = set(re.findall(r"slipboard_\w+", (ROOT / "docs" / "operations.md").read_text()))
    kept = "".join((ROOT / part / "metrics.py").read_text() for part in ("common", "gateway"))
    known = set(re.findall(r'"(slipboard_\w+)"', kept))

    databases = {f"slipboard_{name}" for name in PROCESSES}
    figures = {name.removesuffix("_bucket") for name in told} - databases
    assert figures
    assert figures <= known
