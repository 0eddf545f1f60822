"""`make status`: which programs run, how often they had to be started again, and how the service feels."""

from __future__ import annotations

import sys
from dataclasses import replace

from tools.listening import fetch
from tools.places import Places, Ports
from tools.state import read_state
from tools.waiting import what_ails


def describe(places: Places) -> tuple[str, bool]:
    """A few lines for a person, and whether all is well."""
    state = read_state(places.state)
    if state is None or not state.supervisor.is_alive():
        return "Pasokh is not running. `make run` starts it.", False
    lines = []
    for name, part in state.parts.items():
        running = part.process is not None and part.process.is_alive()
        word = f"runs, process {part.process.pid}" if running and part.process else "does not run"
        again = f", ended by itself (times: {part.ends}, last code: {part.last_code})" if part.ends else ""
        lines.append(f"  {name:<10}{word}{again}")
    ports = replace(Ports(), **state.ports)
    status, answer = fetch(f"{ports.address}/readyz")
    lines.append(f"  {'health':<10}{'ready' if status == 200 else f'not ready ({status})'}: {what_ails(answer)}")
    lines.append(f"  {'address':<10}{ports.address}/")
    return "\n".join(lines), status == 200


if __name__ == "__main__":
    text, well = describe(Places())
    print(text)
    sys.exit(0 if well else 1)
