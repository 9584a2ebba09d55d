"""What docker-compose.yml and the rendered manifests say, for the tests that hold them together."""

import subprocess
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from common.contracts import SERVICES

ROOT = Path(__file__).resolve().parents[2]
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("local", "production")
PROCESSES = (*SERVICES, "gateway")

Manifest = dict[str, Any]


def command_of(process: str) -> list[str]:
    if process == "gateway":
        return ["gunicorn", "--config", "gateway/gunicorn_conf.py", "gateway.wsgi:app"]
    return ["python", "-m", "common.bus", process]


def port_of(process: str) -> int:
    return 8000 if process == "gateway" else 9100


@cache
def compose() -> Manifest:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@cache
def manifests(overlay: str) -> list[Manifest]:
    kubectl = Path(sysconfig.get_path("scripts"), "kubectl")
    made = subprocess.run(
        [kubectl, "kustomize", K8S / "overlays" / overlay], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return list(yaml.safe_load_all(made.stdout))


def of_kind(overlay: str, kind: str) -> dict[str, Manifest]:
    return {one["metadata"]["name"]: one for one in manifests(overlay) if one["kind"] == kind}


def pod(overlay: str, process: str) -> Manifest:
    return of_kind(overlay, "Deployment")[process]["spec"]["template"]["spec"]


def pods(overlay: str) -> Iterator[Manifest]:
    for kind in ("Deployment", "StatefulSet", "Job"):
        for one in of_kind(overlay, kind).values():
            yield one["spec"]["template"]["spec"]


def env_file(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def secrets_mounted(overlay: str, process: str) -> set[str]:
    """Return the names of the secrets whose files a process finds."""
    [volume] = [one for one in pod(overlay, process)["volumes"] if one["name"] == "secrets"]
    return {source["secret"]["name"] for source in volume["projected"]["sources"]}


def given_in_cluster(overlay: str, process: str) -> dict[str, str]:
    """Return what a process finds in its environment, secrets as their examples have them."""
    given: dict[str, str] = {}
    for source in pod(overlay, process)["containers"][0]["envFrom"]:
        if "configMapRef" in source:
            given |= of_kind(overlay, "ConfigMap")[source["configMapRef"]["name"]]["data"]
        elif not source["secretRef"].get("optional"):
            given |= env_file(K8S / "base" / f"{source['secretRef']['name']}.env.example")
    return given
