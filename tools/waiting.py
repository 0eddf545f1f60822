"""Wait until the programs answer, telling each one as it comes, and give up with the log of the one that ended."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from tools.listening import fetch
from tools.places import Places, Ports, Unusable
from tools.state import read_state

LOOK_AGAIN = 0.2
TAIL = 25


@dataclass(frozen=True)
class Sign:
    """A part of the product and the address that answers 200 once it is there."""

    part: str
    address: str


def signs(ports: Ports) -> list[Sign]:
    """What to wait for; the last says that the service has found everything it needs."""
    return [
        Sign("service", f"{ports.address}/healthz"),
        Sign("actions", f"http://127.0.0.1:{ports.actions}/health"),
        Sign("bot", f"http://127.0.0.1:{ports.bot}/version"),
        Sign("everything", f"{ports.address}/readyz?strict=1"),
    ]


def wait_until_ready(places: Places, ports: Ports, patience: float, *, tell: bool = True) -> None:
    """Return when all signs are there, or raise `Unusable` with the end of a log: a program ended or time ran out."""
    began, waiting, ends_before = time.monotonic(), signs(ports), _ends(places)
    while waiting:
        for sign in [sign for sign in waiting if sign.part != "everything" or len(waiting) == 1]:
            if fetch(sign.address)[0] == 200:
                waiting.remove(sign)
                if tell:
                    print(f"  {sign.part:<11}ready after {time.monotonic() - began:.1f} s", flush=True)
        _refuse_ended(places, ends_before)
        if waiting and time.monotonic() - began > patience:
            raise Unusable(_too_late(places, waiting, patience))
        time.sleep(LOOK_AGAIN if waiting else 0)


def tail(log: Path, lines: int = TAIL) -> str:
    """The last lines of a log, indented."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(f"  | {line}" for line in text.splitlines()[-lines:]) or "  | (the log is empty)"


def what_ails(answer: str) -> str:
    """The readiness answer in one line, whatever its shape."""
    try:
        return json.dumps(json.loads(answer), ensure_ascii=False)
    except ValueError:
        return answer.strip()[:500]


def _ends(places: Places) -> dict[str, int]:
    state = read_state(places.state)
    return {name: part.ends for name, part in state.parts.items()} if state else {}


def _refuse_ended(places: Places, ends_before: dict[str, int]) -> None:
    state = read_state(places.state)
    for name, part in (state.parts if state else {}).items():
        if part.ends > ends_before.get(name, 0):
            log = places.logs / f"{name}.log"
            where = log.relative_to(places.root)
            raise Unusable(f"{name} ended with code {part.last_code}. The end of {where}:\n{tail(log)}")


def _too_late(places: Places, waiting: list[Sign], patience: float) -> str:
    sign = waiting[0]
    status, answer = fetch(sign.address)
    said = f"answers {status}: {what_ails(answer)}" if status else f"does not answer: {answer}"
    logs = "\n".join(
        f"The end of {log.relative_to(places.root)}:\n{tail(log, 8)}" for log in sorted(places.logs.glob("*.log"))
    )
    return f"After {patience:.0f} s {sign.part} is not ready; {sign.address} {said}\n{logs}"
