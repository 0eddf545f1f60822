"""A turn of the assistant: through the whole product, against Rasa alone, on one machine in one run."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.load.conversing import Conversing
from tests.load.figures import Goal, Part, Times, milliseconds
from tests.load.lines import browsers
from tests.load.processor import Clocks
from tests.load.script import SCRIPTS, STEPS
from tests.load.stage import Stage
from tests.load.world import put_in

PRODUCT, STOCK, FAST = "whole product", "stock Rasa", "Rasa, sped up"
LEGS = (PRODUCT, STOCK, FAST)
TALKS = 24  # of each leg
WARM = 2  # talks of each leg and language that are not counted
GOAL = 0.6
WHAT_IS_COMPARED = (
    "The same complaint, half of the talks in English and half in Persian, every talk a new conversation that ends with a "
    "registered case. The whole product: from the customer's socket through the service, Rasa, the action server and the "
    "service's API until the last word of the turn is back at that socket; everything is stored, sealed and numbered. "
    "Stock Rasa: the same model and the same action server, asked over its REST channel. Beside them, to see what the "
    "service itself costs, the product's Rasa asked in that way."
)
WHAT_WORKS = (
    "Processor time is the programs' own; that of a whole talk, its opening and greeting included, is shared among its turns. "
    "It tells what a turn costs also where other work disturbs the clock on the wall."
)


@dataclass
class Leg:
    """What one way of talking took: the seconds of each turn, talk by talk, and the processor's seconds in each program."""

    talks: list[list[float]] = field(default_factory=list)
    worked: Counter[str] = field(default_factory=Counter)

    @property
    def turns(self) -> Times:
        return Times.of(second for talk in self.talks for second in talk)

    def middle(self, place: int) -> float:
        """The median of the turn at this place of the script."""
        return median(talk[place] for talk in self.talks)

    def work(self, program: str) -> float:
        """Seconds of the processor that a turn costs in this program."""
        return self.worked[program] / self.turns.count


def measure(stage: Stage, scale: float) -> Part:
    """The legs in turn, talk by talk, so that whatever else the machine does strikes all of them alike."""
    assistant, stock = stage.assistant, stage.stock_rasa
    talks = max(4, round(TALKS * scale))
    with stage.database("SQLite") as database:
        # Greeted already: else the product's own Rasa would be at these talks too.
        quiet = put_in(database, talks=2 * (talks + WARM * len(SCRIPTS)))
        with stage.services(database, rasa=assistant.rasa.url, port=assistant.service_port) as (service,):
            clocks = Clocks({
                "service": service.pid, "Rasa": assistant.rasa.pid, "stock Rasa": stock.pid, "actions": assistant.actions.pid,
            })  # fmt: skip
            rasas = {STOCK: stock.url, FAST: assistant.rasa.url}
            conversations = iter(talk.conversation for talk in quiet)
            legs = asyncio.run(_run(service.url, rasas, conversations, talks, clocks))
    return _part(legs)


async def _run(service: str, rasas: dict[str, str], quiet: Iterator[int], talks: int, clocks: Clocks) -> dict[str, Leg]:
    legs = {name: Leg() for name in LEGS}
    async with browsers() as session:
        conversing = Conversing(session, service, rasas, quiet)
        for language in SCRIPTS:
            for _ in range(WARM):
                for name in (STOCK, FAST, PRODUCT):
                    await conversing.talk(name, language)
        for number in range(talks):
            language = list(SCRIPTS)[number % len(SCRIPTS)]
            for name in LEGS[number % 3 :] + LEGS[: number % 3]:  # nobody is always the first
                clocks.start()
                legs[name].talks.append(await conversing.talk(name, language))
                legs[name].worked.update(clocks.passed())
    return legs


def _part(legs: dict[str, Leg]) -> Part:
    part = Part("A turn of the assistant, ms", ("turn", *LEGS, "product : stock"))
    for place, step in enumerate(STEPS):
        _add(part, f"{step}, median", {name: leg.middle(place) for name, leg in legs.items()})
    ratio = _add(part, "all, median", {name: leg.turns.median for name, leg in legs.items()})
    _add(part, "all, p95", {name: leg.turns.p95 for name, leg in legs.items()})
    work = _add(
        part, "processor time", {name: sum(leg.worked.values()) / leg.turns.count for name, leg in legs.items()}
    )
    for program in ("service", "actions"):
        _add(part, f"of it in the {program}", {name: leg.work(program) for name, leg in legs.items()})
    part.rows.append(("turns measured", *(str(leg.turns.count) for leg in legs.values()), ""))
    part.facts = {name: leg.turns.facts() | _worked(leg) for name, leg in legs.items()}
    part.facts |= {"ratio_of_medians": round(ratio, 3), "ratio_of_processor_times": round(work, 3)}
    part.goals.append(Goal("median turn of the whole product over stock Rasa's", ratio, GOAL))
    part.notes += [WHAT_IS_COMPARED, WHAT_WORKS]
    return part


def _add(part: Part, what: str, seconds: dict[str, float]) -> float:
    """A row with a cell for each leg; the ratio of the product to stock Rasa."""
    ratio = seconds[PRODUCT] / seconds[STOCK]
    part.rows.append((what, *(milliseconds(seconds[name]) for name in LEGS), f"{ratio:.2f}"))
    return ratio


def _worked(leg: Leg) -> dict[str, dict[str, float]]:
    return {"processor_ms": {program: round(leg.work(program) * 1000, 2) for program in leg.worked}}
