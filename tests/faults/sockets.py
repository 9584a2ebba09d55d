"""Which sockets a process listens on, as the kernel lists them."""

import os
from pathlib import Path

LISTENING = "0A"


def listening(pid):
    """Return each ``(address, port)`` that process *pid* listens on."""
    mine = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        name = os.readlink(descriptor)
        if name.startswith("socket:["):
            mine.add(name[8:-1])
    return [
        _place(fields[1])
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        if (fields := line.split())[3] == LISTENING and fields[9] in mine
    ]


def _place(told):
    """Return ``0100007F:1F90``, the kernel's word, as ``("127.0.0.1", 8080)``."""
    address, _, port = told.partition(":")
    if len(address) == 8:
        address = ".".join(str(byte) for byte in reversed(bytes.fromhex(address)))
    return address, int(port, 16)
