"""Talks as people have them, told again to the whole product: each ends as it should, none goes in circles or is left open."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.replay.telling import product, replay_all
from tests.support.programs import Assistant
from tests.support.project import ROOT

TALKS = ROOT / "tests" / "replay" / "talks"
LONG = 25  # words: a complaint told in one message
AT_MOST = 6  # customer's turns until such a complaint is registered, in the middle


def talks_in(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TALKS / f"{language}.jsonl").read_text(encoding="utf8").splitlines()]


@pytest.mark.scenario
@pytest.mark.parametrize("language", ["en", "fa"])
def test_recorded_talks_end_as_they_should(talking_assistant: Assistant, tmp_path: Path, language: str) -> None:
    talks = talks_in(language)
    assert len(talks) >= 15
    with product(tmp_path, talking_assistant) as url:
        told = asyncio.run(replay_all(url, talks))
    wrong = [
        f"{talk['id']} ended {one['ending']}, not {talk['ending']}: {one['said']}"
        for talk, one in zip(talks, told, strict=True)
        if one["ending"] != talk["ending"] or one["asks_still"]
    ]
    assert not wrong, "\n".join(wrong)
    assert not [one["id"] for one in told if says_the_same_thrice(one["said"])], "a talk went in circles"
    turns = [
        one["customer_turns"]
        for talk, one in zip(talks, told, strict=True)
        if one["ending"] == "registered" and len(talk["turns"][0].split()) >= LONG
    ]
    assert median(turns) <= AT_MOST


def says_the_same_thrice(said: list[str]) -> bool:
    return any(first == second == third for first, second, third in zip(said, said[1:], said[2:], strict=False))
