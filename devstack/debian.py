"""The Debian packages a bare machine lacks, and their installation where we may."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from devstack import ROOT
from devstack.progress import StepFailed, carry_out

_NODE = 18  # the oldest that builds the portal

# A broker that we install must not run as a service of the system, now or after a restart:
# the launcher runs its own.  One that was there before is nobody's business here.
_WITHOUT_SERVICES = """
set -e
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=300 update
apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@"
case " $* " in
*" rabbitmq-server "*)
    if command -v systemctl > /dev/null; then systemctl disable rabbitmq-server || true; fi
    ;;
esac
"""


def install_missing() -> None:
    """Install what is missing, as root or by sudo.

    Raises:
        StepFailed: we may not, or it did not work; the message says what to do.
    """
    packages = missing()
    if not packages:
        return
    named = " ".join(packages)
    if not shutil.which("apt-get"):
        raise StepFailed(f"Please install what Debian calls {named}, then try again.")
    if (prefix := _as_root()) is None:
        raise StepFailed(
            "Packages are missing that only an administrator may install. Please have this run, "
            f"then try again: apt-get install --no-install-recommends {named}"
        )
    carry_out(
        f"Debian packages ({named})",
        [*prefix, "sh", "-c", _WITHOUT_SERVICES, "sh", *packages],
        ROOT / ".run" / "setup" / "debian.log",
        advice=f"Try it by hand: apt-get install --no-install-recommends {named}",
    )


def missing() -> list[str]:
    """Return the Debian packages whose work nothing on this machine does yet."""
    return [name for name, present in _NEEDS.items() if not present()]


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def _has_venv() -> bool:
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip and venv)


def _has_broker() -> bool:
    named = "SLIPBOARD_AMQP_URI" in os.environ
    return named or Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists()


def _has_curl_library() -> bool:
    """The packaged mongod is linked to it."""
    named = "SLIPBOARD_MONGO_URI" in os.environ
    return named or any(Path("/usr/lib").glob("*/libcurl.so.4"))


def _has_curl() -> bool:
    """The README's example speaks through it."""
    return shutil.which("curl") is not None


def _has_atomic_library() -> bool:
    """The packaged driver of the browser is linked to it."""
    return any(Path("/usr/lib").glob("*/libatomic.so.1"))


def _has_browser() -> bool:
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def _has_chinese_letters() -> bool:
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))


def _has_node() -> bool:
    if not (node := shutil.which("node")):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return int(answer.lstrip("v").partition(".")[0] or 0) >= _NODE


def _has_npm() -> bool:
    return _has_node() and shutil.which("npm") is not None


_NEEDS: dict[str, Callable[[], bool]] = {
    "python3-venv": _has_venv,
    "rabbitmq-server": _has_broker,
    "libcurl4": _has_curl_library,
    "curl": _has_curl,
    "libatomic1": _has_atomic_library,
    "chromium": _has_browser,
    "fonts-noto-cjk": _has_chinese_letters,
    "nodejs": _has_node,
    "npm": _has_npm,
}
