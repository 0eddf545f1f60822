"""Everything that happens because time passes. `tick` looks at what is due; each row gets a transaction of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from handoff import metrics
from handoff.app import Services
from handoff.assignment import offering, owning, presence, reviewing
from handoff.assistant import answering, forgetting, reading
from handoff.channels.email import outbound
from handoff.db import Transaction
from handoff.follow_ups import ending, sending, waiting_prompts
from handoff.improvement import lateness
from handoff.insights import watching
from handoff.insights.facts import keeping as facts
from handoff.privacy import auditing, sweeping
from handoff.rechecks import drawing
from handoff.sla import breaches
from handoff.surveys import inviting

log = structlog.get_logger()

T = TypeVar("T")
PATIENCE = 8.0  # seconds for what is under way when the process is asked to stop
BATCH = 200  # rows of one kind in one tick: the rest waits a second


@dataclass(frozen=True)
class Job:
    """Rows that are due, and what to do with one of them.

    `due(tx, limit)` gives ids; `do(tx, id)` claims the row by compare-and-set (another worker may be faster) and acts, all in
    one transaction. An errand goes outside (mail, the assistant): `run(services, id)` opens its own transactions.
    """

    name: str
    due: Callable[[Transaction, int], Awaitable[Sequence[int]]]
    do: Callable[[Transaction, int], Awaitable[object]] | None = None
    run: Callable[[Services, int], Awaitable[object]] | None = None


JOBS: tuple[Job, ...] = (
    Job("unanswered messages", answering.unanswered, run=answering.answer),
    Job("complaints that the assistant has not read", reading.unread, run=reading.read),
    Job("people who are gone", presence.silent, do=presence.mark_gone),
    Job("offers that lapsed", offering.lapsed, do=offering.lapse),
    Job("waiting talks", offering.waiting, do=offering.offer_waiting),
    Job("cases without an owner", owning.ownerless, do=owning.find_owner),
    Job("second looks without a reviewer", reviewing.unreviewed, do=reviewing.find_reviewer),
    Job("danger that waits", waiting_prompts.danger, do=waiting_prompts.alarm),
    # Prompts before breaches: the word that keeps a promise at the last moment goes first.
    Job("prompts", sending.due, do=sending.send),
    Job("survey links", inviting.to_invite, do=inviting.invite),
    Job("survey reminders", inviting.to_remind, do=inviting.remind),
    Job("letters", outbound.queued, run=outbound.send),
    Job("missed promises", breaches.overdue, do=breaches.miss),
    Job("promises near their end", breaches.near, do=breaches.warn),
    Job("late steps of actions", lateness.late_steps, do=lateness.note_late),
    Job("cases to read again", drawing.months_to_draw, do=drawing.draw),
    Job("answers without a reply", ending.acceptance_over, do=ending.end_acceptance),
    Job("remedies without a reply", ending.verification_over, do=ending.end_verification),
    Job("questions without a reply", ending.reply_over, do=ending.end_reply),
    Job("outside routes that nobody took", ending.external_over, do=ending.end_external),
    Job("what was kept long enough", sweeping.unswept, run=sweeping.sweep),
    Job("what the assistant is to forget", forgetting.to_forget, run=forgetting.forget),
    Job("the day's check of the event log", auditing.unchecked, run=auditing.check_day),
    Job("first attempts that are over", ending.early_window_over, do=ending.end_early_window),
    Job("facts for figures", facts.behind, do=facts.catch_up),
    Job("figures of the day", watching.to_look, do=watching.look),
)


async def tick(services: Services, jobs: Sequence[Job] = JOBS) -> int:
    """Do what is due now; how many rows were looked at. One bad row is logged and blocks no other.

    What is due is asked in one look at the database, and again as long as work made more work (a prompt becomes a letter).
    """
    tried: set[tuple[str, int]] = set()
    with metrics.worker_tick_seconds.time():
        while due := [
            (job, row_id) for job, row_id in await _to_its_end(_due(services, jobs)) if (job.name, row_id) not in tried
        ]:
            for job, row_id in due:
                tried.add((job.name, row_id))
                await _to_its_end(_attempt(services, job, row_id))
    return len(tried)


async def work(services: Services) -> None:
    """Tick until cancelled."""
    while True:
        try:
            await tick(services)
        except Exception:
            log.exception("a tick failed; the next one tries again")
        await asyncio.sleep(services.settings.tick_seconds)


async def _to_its_end(doing: Coroutine[Any, Any, T]) -> T:
    """What has begun is finished, also when the process is asked to stop: a row is done or not done, never torn off."""
    task = asyncio.create_task(doing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=PATIENCE)
        raise


async def _due(services: Services, jobs: Sequence[Job]) -> list[tuple[Job, int]]:
    async with services.db.reading() as tx:
        return [(job, row_id) for job in jobs for row_id in await job.due(tx, BATCH)]


async def _attempt(services: Services, job: Job, row_id: int) -> None:
    try:
        if job.run is not None:
            await job.run(services, row_id)
        elif job.do is not None:
            async with services.db.transaction() as tx:
                await job.do(tx, row_id)
    except Exception:
        log.exception("a due row could not be done", job=job.name, row=row_id)
