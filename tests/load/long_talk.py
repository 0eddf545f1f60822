"""A talk that goes on and on: what the 200th turn costs beside the 10th, through the whole product."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import aiohttp

from tests.load.figures import Goal, Part, Times, milliseconds
from tests.load.lines import browsers
from tests.load.processor import Clocks
from tests.load.product_talk import ProductTalk, hear
from tests.load.stage import Stage

TALKS = 6  # half of them in Persian
GOAL = 1.3
REST = 0.02  # seconds after a turn, so that its last commit is not counted to the next
PACE = 0.12  # seconds from turn to turn at least: what one customer may post (handoff/web/limits.py)
STORY = {
    "en": "The kettle from order B-20999 arrived broken last week and nobody answers my e-mails.",
    "fa": "کتری سفارش B-20999 هفتهٔ پیش شکسته رسید و هیچ‌کس جواب ایمیل‌های من را نمی‌دهد.",
}
# Asked in the middle of the form, so that each is answered and the form's question comes back: two words of the assistant.
QUESTIONS = {"en": ("is it free?", "who are you?"), "fa": ("رایگان است؟", "شما کی هستید؟")}
WHAT_IS_MEASURED = (
    "One talk of 204 turns after another: a story, then questions in the middle of the complaint's form, each answered from the "
    "service's facts before the form's question comes back. From the customer's socket until the last word of the turn is "
    "there again. Processor time is that of the service, Rasa and the action server together."
)


@dataclass
class Stretch:
    """Some turns of each talk: what each took, and the processor's seconds in each program over all of them."""

    name: str
    turns: range
    seconds: list[float] = field(default_factory=list)
    worked: Counter[str] = field(default_factory=Counter)

    @property
    def times(self) -> Times:
        return Times.of(self.seconds)

    @property
    def work(self) -> float:
        """Seconds of the processor that a turn costs. The clock of a process moves in steps, so only the sum tells."""
        return sum(self.worked.values()) / self.times.count

    def facts(self) -> dict[str, Any]:
        programs = {name: round(seconds * 1000 / self.times.count, 2) for name, seconds in self.worked.items()}
        return self.times.facts() | {"processor_ms": programs}


def measure(stage: Stage, scale: float) -> Part:
    assistant, talks = stage.assistant, max(2, round(TALKS * scale))
    early, late = Stretch("around the 10th", range(5, 15)), Stretch("around the 200th", range(195, 205))
    with (
        stage.database("SQLite") as database,
        stage.services(database, rasa=assistant.rasa.url, port=assistant.service_port) as (service,),
    ):
        clocks = Clocks({"service": service.pid, "Rasa": assistant.rasa.pid, "actions": assistant.actions.pid})
        for number in range(talks):
            language = list(STORY)[number % len(STORY)]
            asyncio.run(_talk(service.url, language, clocks, (early, late)))
    return _part(early, late)


async def _talk(url: str, language: str, clocks: Clocks, stretches: tuple[Stretch, Stretch]) -> None:
    async with browsers() as session, ProductTalk(session, url, language=language).opened() as (socket, _greeting):
        await _turn(socket, STORY[language], 1)
        questions = cycle(QUESTIONS[language])
        for number in range(2, stretches[-1].turns.stop):
            stretch = next((one for one in stretches if number in one.turns), None)
            if stretch is None:
                await _turn(socket, next(questions), number)
            else:
                clocks.start()
                stretch.seconds.append(await _turn(socket, next(questions), number))
                stretch.worked.update(clocks.passed())


async def _turn(socket: aiohttp.ClientWebSocketResponse, words: str, number: int) -> float:
    """Seconds of the turn. The next begins when one customer may post again, with everything that follows it done."""
    began = time.perf_counter()
    await socket.send_json({"type": "post", "client_id": f"turn-{number}", "body": words})
    await hear(socket, 2)
    took = time.perf_counter() - began
    await asyncio.sleep(max(REST, PACE - took))
    return took


def _part(early: Stretch, late: Stretch) -> Part:
    part = Part("A long talk, ms a turn", ("turns", "n", "median", "p95", "processor"))
    for one in (early, late):
        figures = (one.times.median, one.times.p95, one.work)
        part.rows.append((one.name, str(one.times.count), *(milliseconds(seconds) for seconds in figures)))
    ratio, work = late.times.median / early.times.median, late.work / early.work
    part.rows.append(("ratio", "", f"{ratio:.2f}", f"{late.times.p95 / early.times.p95:.2f}", f"{work:.2f}"))
    part.goals.append(Goal("median turn around the 200th over that around the 10th", ratio, GOAL))
    part.facts = {one.name: one.facts() for one in (early, late)}
    part.facts |= {"ratio_of_medians": round(ratio, 3), "ratio_of_processor_times": round(work, 3)}
    part.notes.append(WHAT_IS_MEASURED)
    return part
