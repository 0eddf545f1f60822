"""`make stop`: end exactly what `make run` started, and nothing else. Doing it twice does no harm."""

from __future__ import annotations

import sys

from tools.places import Places
from tools.processes import end
from tools.state import read_state


def stop(places: Places) -> str:
    """End the supervisor (it ends its programs) and whatever of them outlived it; say what happened."""
    state = read_state(places.state)
    if state is None:
        return "Pasokh is not running."
    # Alone first: it knows best how to end its programs, and must not start one of them again meanwhile.
    end([state.supervisor], patience=20)
    state = read_state(places.state) or state
    left = end(state.processes())
    if left:
        return f"These did not end: {', '.join(str(process.pid) for process in left)}"
    else:
        places.state.unlink(missing_ok=True)
        return "Pasokh has stopped."


if __name__ == "__main__":
    print(stop(Places()))
    sys.exit(0)
