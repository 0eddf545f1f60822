"""Resident memory: of the service with its sockets, and of Rasa after a day's talks."""

from __future__ import annotations

import asyncio
import resource

import aiohttp
import psutil

from tests.load.figures import Goal, Part
from tests.load.lines import all_of, browsers, close_all, customer_line
from tests.load.rest_talk import RestTalk
from tests.load.script import SCRIPTS, STEPS
from tests.load.stage import Stage
from tests.load.world import Talk, put_in
from tests.support.programs import Program

SOCKETS = 1000
TURNS = 200
SERVICE_GOAL, RASA_GOAL = 150.0, 700.0  # MB
SETTLE = 1.5  # seconds: the worker has ticked by then


def measure(stage: Stage, scale: float) -> Part:
    part = Part("Resident memory, MB", ("what", "MB"))
    sockets = max(10, round(SOCKETS * scale))
    _allow_files(sockets + 200)
    with stage.database("SQLite") as database:
        talks = put_in(database, talks=sockets + 1)
        with stage.services(database) as (service,):
            before, after = asyncio.run(_sockets(service, talks))
    part.rows += [
        ("service, no socket", f"{before:.0f}"),
        (f"service, {sockets:,} idle customers' sockets", f"{after:.0f}"),
        ("each socket, KB", f"{(after - before) * 1024 / sockets:.1f}"),
    ]
    part.goals.append(Goal(f"service with {sockets:,} sockets", after, SERVICE_GOAL, "MB"))
    rasa = _rasa(stage, turns := max(20, round(TURNS * scale)))
    part.rows.append((f"Rasa, after {turns} more turns", f"{rasa:.0f}"))
    part.goals.append(Goal(f"Rasa after {turns} turns", rasa, RASA_GOAL, "MB"))
    part.facts = {
        "service_mb": before,
        "service_with_sockets_mb": after,
        "sockets": sockets,
        "rasa_mb": rasa,
        "turns": turns,
    }
    return part


async def _sockets(service: Program, talks: list[Talk]) -> tuple[float, float]:
    async with browsers() as session:
        await _open_and_close(session, service, talks[-1])  # what is only loaded at the first talk counts for both
        await asyncio.sleep(SETTLE)
        before = _resident(service)
        ears = (
            customer_line(session, service.url, talk.conversation, talk.customer, lambda *_heard: None)
            for talk in talks[:-1]
        )
        lines = await all_of(ears)
        await asyncio.sleep(SETTLE)
        after = _resident(service)
        assert not any(line.reading.done() for line in lines), "a socket did not stay"
        await close_all(lines)
    return before, after


async def _open_and_close(session: aiohttp.ClientSession, service: Program, talk: Talk) -> None:
    line = await customer_line(session, service.url, talk.conversation, talk.customer, lambda *_heard: None)
    await line.close()


def _rasa(stage: Stage, turns: int) -> float:
    """Rasa's memory after so many turns of the scripted complaint, beside those it has had in this run."""
    assistant, talks = stage.assistant, -(-turns // (len(STEPS) + 1))  # the greeting is a turn too
    with stage.database("SQLite") as database:
        quiet = put_in(database, talks=talks)
        with stage.services(database, port=assistant.service_port):
            asyncio.run(_complain(assistant.rasa.url, quiet))
    return _resident(assistant.rasa)


async def _complain(rasa: str, quiet: list[Talk]) -> None:
    async with browsers() as session:
        for number, talk in enumerate(quiet):
            language = list(SCRIPTS)[number % len(SCRIPTS)]
            await RestTalk(session, rasa, conversation=talk.conversation, language=language).run()


def _resident(program: Program) -> float:
    """Of the process and what it started, in MB."""
    process = psutil.Process(program.pid)
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 2**20


def _allow_files(wanted: int) -> None:
    """A socket is a file; the programs inherit what this process may open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
