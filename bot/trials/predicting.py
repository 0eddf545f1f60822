"""Predictions for a file of sentences, in Rasa's environment; tools/predicting.py calls this and adds the facts of each text.

Line N of the output answers line N of the input, always: a line that is no JSON object with a `text` is answered by
`nlu_fallback` and says what is wrong with it. Empty texts and very long ones are answered like any other.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.trials.hearing import Ears

_NOTHING: dict[str, Any] = {
    "intent": "nlu_fallback", "confidence": 0.0, "label": "out_of_scope", "topics": [], "category": "other",
    "safety": False, "vulnerable": False, "staff": False,
}  # fmt: skip


async def predict(source: Path, target: Path) -> int:
    """The number of lines answered."""
    ears, answered = Ears.of_the_newest_model(), 0
    began = time.monotonic()
    with source.open("rb") as lines, target.open("w", encoding="utf8") as out:
        for line in lines:
            out.write(json.dumps(await _answer(ears, line), ensure_ascii=False) + "\n")
            answered += 1
    took = time.monotonic() - began
    print(f"{answered} lines in {took:.1f} s, {1000 * took / max(1, answered):.1f} ms each, in {target}")
    return answered


async def _answer(ears: Ears, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf8", errors="replace"))
    except ValueError as error:
        return {**_NOTHING, "error": f"no JSON: {error}"}
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return {**_NOTHING, "error": "no object with a text"}
    return await ears.hear(row["text"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m bot.trials.predicting IN OUT")
    asyncio.run(predict(Path(sys.argv[1]), Path(sys.argv[2])))
