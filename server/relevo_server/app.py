"""Where the parts meet: records, clock, ids, the desk and the server on one address of this machine."""

from __future__ import annotations

import os
import secrets
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

import grpc

from relevo_server.jobs.desk import Desk
from relevo_server.rpc.serving import make_server
from relevo_server.signing.keys import KeyRefused, load_signer
from relevo_server.storage.engine import open_engine
from relevo_server.storage.locking import InUse, sole_use
from relevo_server.storage.unit_of_work import SqlRecords
from relevo_server.storage.upgrading import upgrade
from relevo_server.storage.upload_folder import UploadFolder
from relevo_server.usecases.ports import Ports

RECORDS = "relevo.db"
UPLOADS = "uploads"
KEYS = "keys"
TOKEN = "token"  # noqa: S105 - the name of a file
_GRACE_SECONDS = 5.0
_LAST_PORT = 65_535


class Refused(Exception):
    """The server does not start as asked; the message says what to do."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class RandomIds:
    """Random ids."""

    def new(self) -> str:
        """An id never given before."""
        return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work."""

    address: str
    token_file: Path
    server: grpc.Server


@contextmanager
def serving(home: Path, address: str, *, prepared: bool = False) -> Iterator[Served]:
    """Serve the records of ``home`` on ``address`` until the context ends.

    Args:
        home: Folder of records and token; made where it is missing.
        address: ``host:port`` of this machine; port 0 takes a free one.
        prepared: Have a solver ready for the first trial, too.

    Raises:
        Refused: An address that is none, that others can reach or that is taken, records that another server serves, or
            a token or a key that others can read.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) <= _LAST_PORT):
        raise Refused(f"{address} is no address: write host:port, for example 127.0.0.1:0 for a free port")
    if not is_loopback(host):
        raise Refused(f"{address} can be reached by others: without TLS and identity Relevo serves 127.0.0.1 only")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = own_token(home / TOKEN)
    try:
        with sole_use(home), _up(home, address, token, prepared) as served:
            yield served
    except InUse as error:
        raise Refused(f"another server serves the records in {home}: use it, or stop it first") from error


@contextmanager
def _up(home: Path, address: str, token: str, prepared: bool) -> Iterator[Served]:
    host, _, port = address.rpartition(":")
    try:
        signer = load_signer(home / KEYS)
    except KeyRefused as error:
        raise Refused(str(error)) from error
    engine = open_engine(home / RECORDS)
    upgrade(engine)
    clock = SystemClock()
    uploads = UploadFolder(home / UPLOADS)
    ports = Ports(SqlRecords(engine, clock.now), clock, RandomIds(), version("relevo"), signer, uploads)
    desk = Desk(ports)
    server = make_server(ports, desk, token)
    try:
        bound = server.add_insecure_port(address)
    except RuntimeError as error:
        engine.dispose()
        raise Refused(f"{address} is taken: choose another with --address {host}:PORT") from error
    desk.start()
    if prepared:
        desk.trials.prepare()
    server.start()
    try:
        yield Served(f"{host}:{bound if port == '0' else port}", home / TOKEN, server)
    finally:
        stopped = server.stop(_GRACE_SECONDS)
        # Those who watch or wait are let go with the desk: they need no grace.
        desk.close()
        stopped.wait()
        engine.dispose()


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def own_token(path: Path) -> str:
    """Return the token of a file that only its owner can read, made at the first start.

    Raises:
        Refused: Others can read the file, or it is empty.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Refused(f"others can read {path}: run `chmod 600 {path}`, or delete it for a new token") from None
        token = path.read_text(encoding="ascii").strip()
        if not token:
            raise Refused(f"{path} is empty: delete it for a new token") from None
        return token
    token = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token + "\n")
    return token
