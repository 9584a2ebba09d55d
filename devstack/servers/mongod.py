"""A private MongoDB: one mongod on the loopback, as a replica set of one, with its journal on."""

import os
import secrets
import shutil
import sysconfig
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from common.log_ins import ADMIN, SYSTEM, by, let_in_admin, password_of
from devstack.processes import NotReady, Process, until

_NOT_INITIATED = 94
_SECONDS_TO_START = 60.0


class Mongod(Process):
    """One mongod under `directory`; `start` sets it going, `wait_ready` returns when it serves."""

    def __init__(self, directory: Path, port: int) -> None:
        self.port = port
        self._data = directory / "mongo"
        self._key_file = self._data / "key"
        super().__init__(
            "mongod",
            [
                # As our own processes: whom it answers waits until it has done (common/tuning.py).
                *("chrt", "--batch", "0"),
                *(binary(), "--dbpath", str(self._data), "--replSet", "rs0"),
                *("--bind_ip", "127.0.0.1", "--port", str(port), "--nounixsocket", "--quiet"),
                *("--keyFile", str(self._key_file)),
                # Nobody is let in unknown, not even from this machine before anybody is known.
                *("--setParameter", "enableLocalhostAuthBypass=false"),
                "--noscripting",  # no JavaScript in anybody's question
                *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                # What is dropped keeps its files for five minutes otherwise: tests drop a lot.
                *("--setParameter", "minSnapshotHistoryWindowInSeconds=0"),
                # A stopping primary otherwise waits 15 s for a successor, which one member has not.
                *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
                # Ours take 10 s at most; one whose process has gone holds its locks for a minute.
                *("--setParameter", "transactionLifetimeLimitSeconds=15"),
            ],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            log=directory / "logs" / "mongod.log",
            pids=directory / "pids",
            grace=20.0,
        )

    @property
    def uri(self) -> str:
        """The address, with the log-in that may do everything."""
        bare = f"mongodb://127.0.0.1:{self.port}/?replicaSet=rs0&w=majority&journal=true"
        return by(ADMIN, self._password, bare)

    def start(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        if not self._key_file.exists():
            self._key_file.touch(mode=0o600)
            self._key_file.write_text(secrets.token_hex(32))
        super().start()

    def wait_ready(self) -> None:
        """Return when it takes writes.

        Raises:
            NotReady: it ended, or took longer than a minute.
        """
        client: MongoClient = MongoClient(
            "127.0.0.1",
            self.port,
            username=SYSTEM,
            password=self._key,
            authSource="local",
            directConnection=True,
            serverSelectionTimeoutMS=1000,
        )
        with client:
            if not until(lambda: not self.alive() or self._serves(client), _SECONDS_TO_START):
                raise NotReady(f"mongod did not become primary in time:\n{self.last_words()}")
        if not self.alive():
            raise NotReady(f"mongod ended with code {self.returncode}:\n{self.last_words()}")

    def last_words(self, lines: int = 5) -> str:
        """Return what it complained of last; its log is JSON and long."""
        said = super().last_words(200).splitlines()
        grave = [line for line in said if '"s":"E"' in line or '"s":"F"' in line]
        return "\n".join(grave[-lines:] or said[-lines:])

    @property
    def _key(self) -> str:
        return self._key_file.read_text()

    @property
    def _password(self) -> str:
        return password_of(ADMIN, self._key)

    def _serves(self, client: MongoClient) -> bool:
        try:
            if client.admin.command("hello")["isWritablePrimary"]:
                let_in_admin(client, self._password)
                return True
            self._join(client)
        except PyMongoError:
            pass
        return False

    def _join(self, client: MongoClient) -> None:
        """Make it the only member of its set, also after its port has changed."""
        alone = [{"_id": 0, "host": f"127.0.0.1:{self.port}"}]
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as refusal:
            if refusal.code == _NOT_INITIATED:
                client.admin.command("replSetInitiate", {"_id": "rs0", "members": alone})
            return
        if config["members"][0]["host"] != alone[0]["host"]:
            config["members"][0]["host"] = alone[0]["host"]
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)


def binary() -> str:
    """Return the mongod of the virtual environment, or the machine's own.

    Raises:
        NotReady: there is none.
    """
    packaged = Path(sysconfig.get_path("purelib"), "fiftyone", "db", "bin", "mongod")
    if packaged.exists():
        return str(packaged)
    if installed := shutil.which("mongod"):
        return installed
    raise NotReady(
        "There is no mongod for this machine: `make setup` brings one for Linux on x86-64. "
        "Elsewhere put one on the PATH, or name a running replica set in SLIPBOARD_MONGO_URI."
    )
