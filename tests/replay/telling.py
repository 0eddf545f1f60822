"""Tell recorded talks again, as a customer at the socket of the running product, and see how each ends."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.replay.patience import Step, next_step
from tests.support.customers import TalkingCustomer, open_chat
from tests.support.programs import Assistant, service
from tests.support.worlds import people_in

_QUIET = 0.5  # seconds without a new word after which the assistant has finished
_LONGEST_WAIT = 20.0
_MORE_STEPS = 8  # that a willing customer takes after the recorded words
_AT_ONCE = 3  # talks


@contextmanager
def product(folder: Path, running: Assistant) -> Iterator[str]:
    """The service on a scratch database beside a running assistant: its address."""
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{folder}/replay.db", "PASOKH_MAIL_URL": "console:"}
    people_in(settings["DATABASE_URL"])
    program = service(running.service_port, folder, running.rasa.url, **settings)
    program.start()
    try:
        program.wait_until("/readyz", contains='"assistant": "ok"')
        yield program.url
    finally:
        program.stop()


async def replay_all(url: str, talks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each talk how it ended (registered, person or answered), whether something is asked still, and what was said."""
    some = asyncio.Semaphore(_AT_ONCE)

    async def one(talk: dict[str, Any]) -> dict[str, Any]:
        async with some:
            return await _replay(url, talk)

    return await asyncio.gather(*(one(talk) for talk in talks))


async def _replay(url: str, talk: dict[str, Any]) -> dict[str, Any]:
    language = talk.get("lang", "en")
    async with open_chat(url, language) as customer:
        await _settle(customer, 0)
        for words in talk["turns"]:
            if not _ending(customer):
                await _say(customer, words if words.strip() else "…")
        for _ in range(_MORE_STEPS):
            step = _asked(customer, language)
            if step is None:
                break
            await _take(customer, step.press, step.say)
        return {
            "id": talk.get("id"),
            "ending": _ending(customer) or "answered",
            "customer_turns": sum(message["author"] == "customer" for message in customer.messages),
            "asks_still": _asked(customer, language) is not None,
            "said": [m["body"] for m in customer.messages if m["author"] in ("assistant", "system")],
        }


async def _say(customer: TalkingCustomer, words: str) -> None:
    before = customer.last
    await customer.say(words[:4000])
    await _settle(customer, before)


async def _take(customer: TalkingCustomer, press: str | None, say: str | None) -> None:
    before = customer.last
    if press is not None:
        await customer.choose(press)
    else:
        await customer.say(say or "")
    await _settle(customer, before)


async def _settle(customer: TalkingCustomer, before: int) -> None:
    """Until an answer has come and nothing more follows it."""
    waited, quiet, seen = 0.0, 0.0, customer.last
    while waited < _LONGEST_WAIT:
        await asyncio.sleep(0.1)
        waited += 0.1
        quiet = quiet + 0.1 if customer.last == seen else 0.0
        seen = customer.last
        answered = any(
            number > before and frame.get("message", {}).get("author") in ("assistant", "system")
            for number, frame in customer.seen.items()
        )
        if quiet >= _QUIET and (answered or _ending(customer)):
            return


def _ending(customer: TalkingCustomer) -> str | None:
    if any(message["kind"] == "receipt" for message in customer.messages):
        return "registered"
    return "person" if customer.state.get("speaker") in ("queue", "agent") else None


def _asked(customer: TalkingCustomer, language: str) -> Step | None:
    """What a willing customer would do now; a notice may stand after the question. None when nothing is asked or all is over."""
    if _ending(customer):
        return None
    since = itertools.takewhile(lambda message: message["author"] != "customer", reversed(customer.messages))
    steps = (next_step(message, language) for message in since)
    return next((step for step in steps if step is not None), None)
