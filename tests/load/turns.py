"""A turn of the assistant: through the whole product, against Rasa alone, on one machine in one run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from statistics import median

import aiohttp

from tests.load.figures import Goal, Part, Times, milliseconds
from tests.load.lines import browsers
from tests.load.product_talk import ProductTalk
from tests.load.rest_talk import RestTalk, registered
from tests.load.script import SCRIPTS, STEPS
from tests.load.stage import Stage
from tests.load.world import Talk, put_in

PRODUCT, STOCK, FAST = "whole product", "stock Rasa", "Rasa, sped up"
LEGS = (PRODUCT, STOCK, FAST)
TALKS = 24  # of each leg
WARM = 2  # talks of each leg and language that are not counted
GOAL = 0.6

Seconds = dict[str, list[list[float]]]  # of each leg, one list for each talk


def measure(stage: Stage, scale: float) -> Part:
    """The legs in turn, talk by talk, so that whatever else the machine does strikes all of them alike."""
    assistant, stock = stage.assistant, stage.stock_rasa
    talks = max(4, round(TALKS * scale))
    urls = {STOCK: stock.url, FAST: assistant.rasa.url}
    with stage.database("SQLite") as database:
        # Greeted already: else the product's own Rasa would be at these talks too.
        quiet = iter(put_in(database, talks=2 * (talks + WARM * len(SCRIPTS)), people=0))
        with stage.services(database, rasa=assistant.rasa.url, port=assistant.service_port) as (service,):
            seconds = asyncio.run(_run(service.url, urls, quiet, talks))
    return _part(seconds)


async def _run(service: str, rasas: dict[str, str], quiet: Iterator[Talk], talks: int) -> Seconds:
    seconds: Seconds = {leg: [] for leg in LEGS}
    async with browsers() as session:
        said = {}
        for language in SCRIPTS:
            for _ in range(WARM):
                for leg in (STOCK, FAST):
                    _, said[language] = await _rest(session, service, rasas[leg], leg, quiet, language)
                await ProductTalk(session, service, language=language).run(said[language])
        for number in range(talks):
            language = list(SCRIPTS)[number % len(SCRIPTS)]
            for leg in LEGS[number % 3 :] + LEGS[: number % 3]:  # nobody is always the first
                if leg == PRODUCT:
                    talk = ProductTalk(session, service, language=language)
                    seconds[leg].append(await talk.run(said[language]))
                    assert await registered(session, service, talk.conversation), "the talk ended without a case"
                else:
                    took, _ = await _rest(session, service, rasas[leg], leg, quiet, language)
                    seconds[leg].append(took)
    return seconds


async def _rest(
    session: aiohttp.ClientSession, service: str, rasa: str, leg: str, quiet: Iterator[Talk], language: str
) -> tuple[list[float], list[int]]:
    conversation = next(quiet).conversation
    name = leg.replace(" ", "-").replace(",", "")
    took = await RestTalk(session, rasa, name=name, conversation=conversation, language=language).run()
    assert await registered(session, service, conversation), f"{leg}: the talk ended without a case"
    return took


def _part(seconds: Seconds) -> Part:
    every = {leg: Times.of(second for talk in seconds[leg] for second in talk) for leg in LEGS}
    ratio = every[PRODUCT].median / every[STOCK].median
    part = Part("A turn of the assistant, ms", ("turn", *LEGS, "product : stock"))
    for place, name in enumerate(STEPS):
        middle = {leg: median(talk[place] for talk in seconds[leg]) for leg in LEGS}
        part.rows.append((f"{name}, median", *_cells(middle), f"{middle[PRODUCT] / middle[STOCK]:.2f}"))
    part.rows.append(("all, median", *_cells({leg: every[leg].median for leg in LEGS}), f"{ratio:.2f}"))
    p95 = {leg: every[leg].p95 for leg in LEGS}
    part.rows.append(("all, p95", *_cells(p95), f"{p95[PRODUCT] / p95[STOCK]:.2f}"))
    part.rows.append(("turns measured", *(str(every[leg].count) for leg in LEGS), ""))
    part.facts = {leg: every[leg].facts() for leg in LEGS} | {"ratio_of_medians": round(ratio, 3)}
    part.goals.append(Goal("median turn of the whole product over stock Rasa's", ratio, GOAL))
    part.notes.append(
        "The same complaint, half of the talks in English and half in Persian, every talk a new conversation that ends with a "
        "registered case. The whole product: from the customer's socket through the service, Rasa, the action server and the "
        "service's API until the last word of the turn is back at that socket; everything is stored, sealed and numbered. "
        "Stock Rasa: the same model and the same action server, asked over its REST channel. Between them, to see what the "
        "service itself costs, the product's Rasa asked in that way."
    )
    return part


def _cells(middle: dict[str, float]) -> list[str]:
    return [milliseconds(middle[leg]) for leg in LEGS]
