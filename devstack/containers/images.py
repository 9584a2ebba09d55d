"""Images under the public names, made of this machine's Debian mirror: for where no registry is.

They stand in for the public ones in what the trial needs of them: the same commands, the same
users, the same places for data.  Nobody should run anything else on them.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from devstack.containers import machine
from devstack.containers.engine import Engine
from devstack.progress import carry_out, step
from devstack.servers import mongod

HERE = Path(__file__).parent
RECIPES = {"rabbitmq": HERE / "rabbitmq.Dockerfile", "mongo": HERE / "mongo.Dockerfile"}
_ENVIRONMENT = (
    "LANG=C.UTF-8",
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    f"PIP_CERT={machine.CERTIFICATES}",
    f"NODE_EXTRA_CA_CERTS={machine.CERTIFICATES}",
)
_TRUST = (
    'mkdir -p "$1/usr/local/share/ca-certificates"',
    f"find {machine.OWN_CERTIFICATES} -name '*.crt' -exec"
    ' cp {} "$1/usr/local/share/ca-certificates/" \\;',
    'chroot "$1" update-ca-certificates',
)


def base_images(engine: Engine, directory: Path) -> None:
    """Make what the Dockerfile starts from, unless it is there from an earlier time."""
    if engine.has("python:3.11-slim"):
        return
    packages = ("python3", "python3-pip", "python3-venv")
    names_python = 'ln -sf python3 "$1/usr/bin/python"'
    _debian(engine, "python:3.11-slim", directory, packages, names_python)
    engine.docker("tag", "python:3.11-slim", "debian:bookworm-slim")


def bare_debian(engine: Engine, tag: str, directory: Path, packages: Sequence[str]) -> None:
    """Make a Debian of the essential packages and *packages*, unless it is there already."""
    if not engine.has(tag):
        _debian(engine, tag, directory, packages)


def servers(engine: Engine, directory: Path, images: dict[str, str]) -> None:
    """Make RabbitMQ and MongoDB under the names in *images*: {recipe: image}."""
    context = directory / "context"
    context.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy(mongod.binary(), context / "mongod")
        for name, image in images.items():
            with step(f"{image}, a stand-in"):
                recipe = str(RECIPES[name])
                engine.docker("build", "--tag", image, "--file", recipe, str(context))
    finally:
        shutil.rmtree(context)


def _debian(
    engine: Engine, tag: str, directory: Path, packages: Sequence[str], *hooks: str
) -> None:
    """Make a Debian that trusts whom this machine trusts."""
    archive = directory / "debian.tar"
    thin = ("path-exclude=/usr/share/man/*", "path-exclude=/usr/share/doc/*")
    command = [
        *("mmdebstrap", "--quiet", "--variant=minbase"),
        f"--include={','.join(('ca-certificates', *packages))}",
        *(f"--dpkgopt={option}" for option in thin),
        *(f"--customize-hook={hook}" for hook in (*_TRUST, *hooks)),
        *("bookworm", str(archive), machine.mirror()),
    ]
    carry_out(
        f"{tag}, a stand-in",
        command,
        directory / "logs" / "debian.log",
        advice="Does `apt-get update` work on this machine?",
    )
    changes = [part for variable in _ENVIRONMENT for part in ("--change", f"ENV {variable}")]
    engine.docker("import", *changes, "--change", 'CMD ["bash"]', str(archive), tag)
    archive.unlink()
