"""What a willing customer does when the recorded words have run out and the assistant still asks something."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.project import ROOT

_TEXTS = ROOT / "actions" / "texts"
# Pressed in this order of preference, whatever else is offered beside them.
_PRESSED = ("button_register", "button_register_this", "button_new_complaint", "button_report", "button_skip")
_ADDRESS = "replayed@customer.example"


@dataclass(frozen=True)
class Step:
    press: str | None = None
    say: str | None = None


def next_step(message: dict[str, Any], language: str) -> Step | None:
    """What to do about one message of the assistant; None when it asks nothing."""
    titles, texts = [button["title"] for button in message["buttons"]], _texts(language)
    if message["body"].strip().startswith((texts["ask_contact"][:20], texts["again_contact"][:20])):
        return Step(say=_ADDRESS)
    for key in _PRESSED:
        if texts[key] in titles:
            return Step(press=texts[key])
    if texts["button_anonymous"] in titles:
        return Step(say=_ADDRESS)
    if message["body"].strip().startswith((texts["ask_remedy"][:20], texts["again_remedy"][:20])) and titles:
        return Step(press=titles[0])
    return None


def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(Path(_TEXTS).glob(f"*.{language}.yml")):
        found |= yaml.safe_load(path.read_text(encoding="utf8"))
    return found
