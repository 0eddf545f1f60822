"""`make demo-reset`: throw the demo's data away and seed its world anew. Never touches a database of one's own."""

from __future__ import annotations

import sys

from tools.places import Places, Unusable, chosen_environment
from tools.starting import only_one, run
from tools.state import read_state
from tools.stopping import stop


def reset(places: Places) -> None:
    """Remove the SQLite file that `make run` made, then start again. Raises `Unusable` when DATABASE_URL is set."""
    if chosen_environment(places).get("DATABASE_URL"):
        raise Unusable("DATABASE_URL is set: `make demo-reset` only resets the demo's own file, var/pasokh.db.")
    was_running = read_state(places.state) is not None
    print(stop(places))
    for file in places.var.glob("pasokh.db*"):  # with its -wal and -shm
        file.unlink()
    print("The demo's data is gone.")
    if was_running:
        run(places)
    else:
        print("`make run` seeds it anew.")


def main() -> int:
    places = Places()
    try:
        with only_one(places):
            reset(places)
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
