"""Start a PostgreSQL or a Redis from the installed programs: in a temporary folder, on a free port, for a while."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.reaching import reaches_postgres, reaches_redis

SECONDS = 30.0
Command = Sequence[str | Path]
# The server ends when its standard input does: also when the test process is killed and cannot clean up behind itself.
# (SIGINT: PostgreSQL ends at once then, and lets no client hold it up.)
LEASH = 'exec 3<&0; (read _ <&3; kill -INT $$) & exec "$@" </dev/null'
# Nothing here has to outlive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "shared_buffers=64MB")


@contextmanager
def own_postgres() -> Iterator[str | None]:
    """The URL of a fresh server that trusts `postgres`; None when PostgreSQL is not installed."""
    binaries = _postgres_binaries()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pasokh-postgres-") as folder:
        account = _another_account() if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if account is not None:
            shutil.chown(folder, account)
        data, port = f"{folder}/data", free_port()
        rights = ["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
        made = _run_as(account, [binaries / "initdb", "--pgdata", data, *rights])
        if made.returncode != 0:
            raise RuntimeError(f"initdb did not work:\n{made.stderr}")
        settings = [f"--{setting}" for setting in (*FAST, f"port={port}", "listen_addresses=127.0.0.1")]
        server = _start_as(account, [binaries / "postgres", "-D", data, "-k", folder, *settings], Path(folder) / "log")
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"
        try:
            _wait(server, lambda: reaches_postgres(url), Path(folder) / "log")
            yield url
        finally:
            _end(server)


@contextmanager
def own_redis() -> Iterator[str | None]:
    """The URL of a fresh server that keeps nothing on disk; None when Redis is not installed."""
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pasokh-redis-") as folder:
        port = free_port()
        settings = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", folder]
        server = _start_as(None, [Path(binary), *settings], Path(folder) / "log")
        url = f"redis://127.0.0.1:{port}/0"
        try:
            _wait(server, lambda: reaches_redis(url), Path(folder) / "log")
            yield url
        finally:
            _end(server)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def _postgres_binaries() -> Path | None:
    # Debian keeps them off PATH, one folder for each version.
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    homes = [*folders, *([Path(on_path).parent] if on_path else [])]
    return next((home for home in homes if (home / "initdb").exists() and (home / "postgres").exists()), None)


def _another_account() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _account(name: str | None) -> dict[str, Any]:
    return {} if name is None else {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def _run_as(account: str | None, command: Command) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **_account(account))


def _start_as(account: str | None, command: Command, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": out, "stderr": subprocess.STDOUT}
        return subprocess.Popen(["/bin/sh", "-c", LEASH, "sh", *command], cwd="/", **streams, **_account(account))


def _wait(server: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while not answers():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{server.args!r} does not answer:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _end(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
