"""`python3 -m devstack COMMAND`: what the Makefile calls."""

import os
import shutil
import sys

SUPPORTED = ("python3.11", "python3.12", "python3.13")


def main() -> int:
    """Go on with a Python that Slipboard runs on; say so when the machine has none."""
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        from devstack.commands import obey

        return obey(sys.argv[1:])
    for name in SUPPORTED:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "devstack"] + sys.argv[1:])  # noqa: RUF005
    print("Slipboard needs Python 3.11, 3.12 or 3.13; python3 is " + sys.version.split()[0] + ".")
    return 1


if __name__ == "__main__":
    sys.exit(main())
