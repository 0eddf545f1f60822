"""`make run`: set up what is missing, start the programs in the background, wait until they answer, tell the way in."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from tools.demo_secrets import keep_secrets
from tools.environments import BOT, SERVICE, prepare
from tools.listening import require_free
from tools.places import Places, Ports, Unusable, chosen_environment
from tools.state import State, read_state
from tools.stopping import stop
from tools.waiting import tail, wait_until_ready

PATIENCE = 180.0  # seconds; a cold Rasa on a slow machine takes its time
SETTING_UP = "setting-up.log"
PAGES = {
    "Shop with the chat": "/",
    "Complaint form": "/complain",
    "Track a complaint": "/track",
    "Agents' desk": "/console/",
}


def run(places: Places) -> None:
    """Leave the product running and print how to reach it. Raises `Unusable`; nothing is left running then."""
    chosen = chosen_environment(places)
    ports = Ports.chosen(chosen)
    state = read_state(places.state)
    if state is not None and state.supervisor.is_alive():
        running = replace(ports, **state.ports)
        moved = "" if running == ports else " It keeps its ports; `make stop run` moves it to the ones asked for."
        print(f"Pasokh is already running.{moved}")
        wait_until_ready(places, running, PATIENCE, tell=False)
        _tell(places, running, programs_environment(places, running, chosen))
        return
    stop(places)
    require_free(ports)
    for environment in (SERVICE, BOT):
        with _told(f"environment {environment.folder}"):
            prepare(environment, places, chosen)
    settings = programs_environment(places, ports, chosen)
    with _told("assistant's model"):
        _do(places, settings, "bot/train.py")
    with _told("database"):
        _do(places, settings, "-m", "handoff", "migrate")
        _do(places, settings, "-m", "handoff", "seed", "--demo")
    require_free(ports)  # setting up may have taken minutes, and a stranger's answer must not be taken for ours
    print("starting (first the assistant loads its model)", flush=True)
    try:
        _start_supervisor(places, settings)
        wait_until_ready(places, ports, PATIENCE)
    except BaseException:
        stop(places)
        raise
    print("Pasokh is running.")
    _tell(places, ports, settings)


def programs_environment(places: Places, ports: Ports, chosen: Mapping[str, str]) -> dict[str, str]:
    """What the programs are told. What a person set (in the shell or in .env) always wins over what the demo needs."""
    demo = {
        "PASOKH_DEMO": "1",
        "PASOKH_URL": ports.address,
        "PASOKH_RASA_URL": f"http://127.0.0.1:{ports.bot}",
        "ACTIONS_URL": f"http://127.0.0.1:{ports.actions}/webhook",
        "PYTHONUNBUFFERED": "1",
        **{ports.VARIABLES[part]: str(number) for part, number in ports.named().items()},
    }
    return demo | keep_secrets(places) | {name: value for name, value in chosen.items() if value}


def _do(places: Places, settings: Mapping[str, str], *arguments: str) -> None:
    file = places.logs / SETTING_UP
    places.logs.mkdir(parents=True, exist_ok=True)
    command = [str(places.python), *arguments]
    with file.open("ab") as out:
        done = subprocess.run(command, cwd=places.root, env=settings, stdout=out, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise Unusable(f"`python {' '.join(arguments)}` ended with code {done.returncode}:\n{tail(file)}")


def _start_supervisor(places: Places, settings: Mapping[str, str]) -> None:
    for old in places.logs.glob("*.log"):
        if old.name != SETTING_UP:
            old.replace(old.with_suffix(".log.before"))
    with (places.logs / "supervisor.log").open("wb") as log:
        supervisor = subprocess.Popen(
            [str(places.python), "-m", "tools.supervising"],
            cwd=places.root,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + 15
    while _fresh_state(places, supervisor.pid) is None:
        if supervisor.poll() is not None or time.monotonic() > until:
            supervisor.kill()
            raise Unusable(f"The programs could not be started:\n{tail(places.logs / 'supervisor.log')}")
        time.sleep(0.05)


def _fresh_state(places: Places, supervisor: int) -> State | None:
    state = read_state(places.state)
    return state if state is not None and state.supervisor.pid == supervisor else None


def _tell(places: Places, ports: Ports, settings: Mapping[str, str]) -> None:
    for name, path in PAGES.items():
        print(f"  {name:<20}{ports.address}{path}")
    print(flush=True)
    subprocess.run([places.python, "-m", "handoff", "demo-logins"], cwd=places.root, env=dict(settings), check=False)
    print("\nmake status shows its health, make logs what it does, make stop ends it.", flush=True)


@contextmanager
def _told(what: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"{what} …", flush=True)
    yield
    print(f"  done ({time.monotonic() - began:.1f} s)", flush=True)


@contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Let two people who type `make run` at once come one after the other."""
    file = places.var / "run" / "lock"
    places.var.mkdir(mode=0o700, exist_ok=True)  # secrets and complaints: nobody else's
    file.parent.mkdir(exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    places = Places()
    try:
        with only_one(places):
            run(places)
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; nothing was left running.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
