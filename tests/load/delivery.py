"""How long a word takes from the customer to the person at the desk, and back."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.load.figures import Part, Times, milliseconds
from tests.load.lines import Line, all_of, browsers, close_all, customer_line, desk_line
from tests.load.stage import Stage
from tests.load.world import Talk, put_in

MANY = 200
TALKS_OF_ONE = 10  # held by one person in the crowd
SECONDS = 12.0  # of measuring, in each setting
WARM = 20  # messages that are not counted
SETTLE = 15.0  # seconds in which the last words may still arrive
TO_DESK, TO_CUSTOMER = "to the desk", "to the customer"


@dataclass
class Post:
    """Words on their way: when each was due to leave, and how long those that arrived took."""

    due: dict[str, float] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=lambda: {TO_DESK: [], TO_CUSTOMER: []})
    strays: int = 0

    def arrived(self, way: str, frame: dict[str, Any], came: float) -> None:
        author = "customer" if way == TO_DESK else "agent"
        message = frame.get("message", {})
        if message.get("author") != author:
            return
        due = self.due.pop(f"{way} {message['body']}", None)
        if due is None:
            self.strays += 1  # twice, or of somebody else
        else:
            self.took[way].append(came - due)


def measure(stage: Stage, scale: float) -> Part:
    """One talk, then many, on the embedded parts and on the grown-up ones."""
    heads = ("messages", "talks", "a second", "n", "median ms", "p95 ms", "max ms", "lost", "twice")
    part = Part("A message from person to person", heads)
    # One talk is timed at leisure. In the crowd each talk has a word every ten seconds, about as many as people really type.
    settings = [("SQLite", 1, count, rate) for count, rate in ((1, 12.0), (MANY, MANY / 10))]
    if stage.postgres and stage.redis:
        settings += [("PostgreSQL", 2, count, rate) for count, rate in ((1, 12.0), (MANY, MANY / 10))]
    else:
        part.notes.append("PostgreSQL or Redis is not installed here: several processes were not measured.")
    for kind, processes, count, rate in settings:
        with stage.database(kind) as database:
            talks = put_in(database, talks=count, people=max(1, count // TALKS_OF_ONE))
            with stage.services(database, processes=processes) as programs:
                post = asyncio.run(_run(programs[0].url, programs[-1].url, talks, rate, SECONDS * scale))
        _add(part, f"{kind}, {processes} process{'es' if processes > 1 else ''}", count, rate, post)
    part.notes.append(
        "From the moment a word was due to leave one socket until it was read from the other; messages leave on a fixed "
        "schedule, whatever became of those before. With two processes and Redis between them, customers are connected to one "
        "and the desk to the other."
    )
    return part


async def _run(chat: str, desk: str, talks: list[Talk], rate: float, seconds: float) -> Post:
    post = Post()
    async with browsers() as session:
        customers = await all_of(
            customer_line(
                session, chat, talk.conversation, talk.customer, lambda *heard: post.arrived(TO_CUSTOMER, *heard)
            )
            for talk in talks
        )
        people = await all_of(
            desk_line(session, desk, talk.conversation, talk.desk, lambda *heard: post.arrived(TO_DESK, *heard))
            for talk in talks
        )
        try:
            await _talk(post, customers, people, rate, count=WARM)
            for times in post.took.values():
                times.clear()
            await _talk(post, customers, people, rate, count=max(20, round(rate * seconds)))
        finally:
            await close_all([*customers, *people])
    return post


async def _talk(post: Post, customers: list[Line], people: list[Line], rate: float, *, count: int) -> None:
    """Send `count` messages, the ways alternating and the talks in turn, then wait for the last to arrive."""
    began = time.perf_counter()
    for number in range(count):
        way = (TO_DESK, TO_CUSTOMER)[number % 2]
        line = (customers if way == TO_DESK else people)[number // 2 % len(customers)]
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        body = f"word {number} of {count}"
        post.due[f"{way} {body}"] = due
        await line.say(type="post", client_id=f"{way}-{number}-{count}", body=body)
    until = time.perf_counter() + SETTLE
    while post.due and time.perf_counter() < until:
        await asyncio.sleep(0.02)


def _add(part: Part, setting: str, count: int, rate: float, post: Post) -> None:
    for way, took in post.took.items():
        times = Times.of(took)
        figures = (milliseconds(times.median), milliseconds(times.p95), milliseconds(times.longest))
        lost = sum(words.startswith(way) for words in post.due)
        row = (f"{setting}, {way}", str(count), f"{rate:.0f}", str(times.count), *figures, str(lost), str(post.strays))
        part.rows.append(row)
        part.facts[f"{setting}, {count} talks, {way}"] = times.facts() | {"lost": lost, "twice": post.strays}
