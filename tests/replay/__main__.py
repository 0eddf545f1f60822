"""`python -m tests.replay IN OUT`: each line of IN is {"id", "lang", "turns": […]}, the customer's side of a talk.

The service, Rasa and the actions are started on a scratch database. For each talk OUT says how it ended (registered, person,
or answered), after how many words of the customer, and what the assistant said.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.replay.telling import product, replay_all
from tests.support.programs import assistant


def main(source: Path, target: Path) -> int:
    talks = [json.loads(line) for line in source.read_text(encoding="utf8").splitlines() if line.strip()]
    with (
        tempfile.TemporaryDirectory() as folder,
        assistant(Path(folder)) as running,
        product(Path(folder), running) as url,
    ):
        told = asyncio.run(replay_all(url, talks))
    target.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told), encoding="utf8")
    endings = Counter(one["ending"] for one in told)
    turns = [one["customer_turns"] for one in told if one["ending"] == "registered"]
    print(
        f"{len(told)} talks: {dict(endings)}; registered after {statistics.median(turns) if turns else '-'} turns (median)"
    )
    return 1 if any(one["asks_still"] for one in told) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: make replay IN=dialogues.jsonl OUT=out.jsonl")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
