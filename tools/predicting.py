"""`make predict IN=in.jsonl OUT=out.jsonl`: what the assistant makes of each sentence of a file, without any server.

Rasa's environment hears what is meant (bot/trials/predicting.py); the facts in a text (numbers, days, money, addresses) are read
here, by the same code as in a talk. Line N of the output answers line N of the input, also where that was no proper line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from actions.parsing.facts import facts

ROOT = Path(__file__).resolve().parent.parent
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
_SIGNALS = {"staff_subject", "vulnerable", "needs"}  # told beside the entities


def main(source: Path, target: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        heard, log = Path(folder) / "heard.jsonl", Path(folder) / "log"
        command = [
            str(ROOT / "bot" / ".venv" / "bin" / "python"),
            "-m",
            "bot.trials.predicting",
            str(source),
            str(heard),
        ]
        with log.open("wb") as errors:
            done = subprocess.run(command, cwd=ROOT, env={**os.environ, **_QUIET}, stderr=errors, check=False)
        if done.returncode:
            print(log.read_text(errors="replace")[-3000:])
            return done.returncode
        with source.open("rb") as told, heard.open("rb") as answers, target.open("w", encoding="utf8") as out:
            for line, answer in zip(told, answers, strict=True):
                out.write(json.dumps(json.loads(answer) | {"entities": _entities(line)}, ensure_ascii=False) + "\n")
    print(f"written to {target}")
    return 0


def _entities(line: bytes) -> dict[str, str]:
    try:
        text = json.loads(line.decode("utf8", errors="replace"))["text"]
    except (ValueError, KeyError, TypeError):
        return {}
    if not isinstance(text, str):
        return {}
    return {key: str(value) for key, value in facts(text, datetime.now(UTC), "UTC").items() if key not in _SIGNALS}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: make predict IN=in.jsonl OUT=out.jsonl")
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
