"""The product's own programs as separate processes, on free ports of the loopback: Rasa, its action server, the service."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.project import ROOT

TOKEN = "a token for the programs of the tests"
SECRET = "a secret for the programs of the tests"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """A running process, its address and its log."""

    name: str
    url: str
    log: Path
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **QUIET, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, path: str, *, contains: str = "", seconds: float = 60) -> None:
        """Wait until `path` answers 200 with `contains` in it. Fails with the log's end when it does not come up."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + path, timeout=2) as answer:
                    if contains in answer.read().decode():
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"{self.name} did not come up:\n{self.tail()}")

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, in the middle of whatever it is doing."""
        self._end(signal.SIGKILL)

    def tail(self, characters: int = 3000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    @property
    def pid(self) -> int:
        assert self.process is not None, "it is not running"
        return self.process.pid

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)


@dataclass(frozen=True)
class Assistant:
    """Rasa and its action server. The actions call the service at `service_port`: worlds that share them live there in turn."""

    rasa: Program
    actions: Program
    service_port: int


@contextmanager
def assistant(folder: Path) -> Iterator[Assistant]:
    """Start Rasa with the trained model, and the action server."""
    service, actions_port, rasa_port = free_port(), free_port(), free_port()
    actions = Program(
        "actions",
        f"http://127.0.0.1:{actions_port}",
        folder / "actions.log",
        [sys.executable, "-m", "actions"],
        {
            "PASOKH_URL": f"http://127.0.0.1:{service}",
            "PASOKH_API_TOKEN": TOKEN,
            "PASOKH_ACTIONS_PORT": str(actions_port),
        },
    )
    rasa = Program(
        "rasa",
        f"http://127.0.0.1:{rasa_port}",
        folder / "rasa.log",
        rasa_command(rasa_port),
        {"ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook", "PYTHONPATH": str(ROOT)},
    )
    try:
        rasa.start()
        actions.start()
        actions.wait_until("/health")
        rasa.wait_until("/status", contains="model_file", seconds=120)
        yield Assistant(rasa, actions, service)
    finally:
        rasa.stop()
        actions.stop()


def rasa_command(port: int, *, endpoints: str = "bot/endpoints.yml") -> list[str]:
    """How Rasa is started, on the loopback only."""
    python = ROOT / "bot" / ".venv" / "bin" / "python"
    models = sorted((ROOT / "bot" / "models").glob("pasokh-*.tar.gz"))
    assert models, "no model is trained: make train"
    return [
        str(python),
        "-m",
        "rasa",
        "run",
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
        "--enable-api",
        "--model",
        str(models[-1]),
        "--endpoints",
        endpoints,
        "--credentials",
        "bot/credentials.yml",
    ]


def service(port: int, folder: Path, rasa_url: str, **settings: str) -> Program:
    """The service, not started yet. `settings` are environment variables by their full names."""
    return Program(
        f"service on {port}",
        f"http://127.0.0.1:{port}",
        folder / f"service-{port}.log",
        [sys.executable, "-m", "handoff", "serve"],
        {
            "PASOKH_PORT": str(port),
            "PASOKH_SECRET_KEY": SECRET,
            "PASOKH_API_TOKEN": TOKEN,
            "PASOKH_RASA_URL": rasa_url,
            "PASOKH_DEMO": "1",
            "PASOKH_LOG_LEVEL": "WARNING",
            "PASOKH_TICK_SECONDS": "0.2",
            **settings,
        },
    )
