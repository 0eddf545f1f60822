"""What events do to promises: which clocks start, which promise was just kept, which no longer holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from handoff.cases import Actor, Case
from handoff.cases.adding import note_acknowledged, note_contact
from handoff.cases.events import (
    AnswerSent,
    CaseAssessed,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseRaised,
    ComplainantTold,
    FirstContactMade,
)
from handoff.cases.examination.asking import open_question
from handoff.cases.later_events import PriorityRaised
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import issues_of
from handoff.cases.triage.events import CaseJoined, CaseMerged
from handoff.conversations.events import MessagePosted
from handoff.db import Transaction
from handoff.events import Event
from handoff.policy import Duration, Priority
from handoff.sla import deadlines, pauses
from handoff.sla.business_hours import work_calendar
from handoff.sla.clocks import Clock, Clocks
from handoff.sla.models import Deadline

# Channels in which number and next step are told while the complaint is registered.
AT_ONCE = ("chat", "form", "phone", "in_person")
ONE_PIECE_OF_NEWS = timedelta(hours=1)  # several words within this time are one message about progress
AGAIN = ("T24", "T31", "T35", "T39", "T42")  # the case is looked into once more: the answer is promised anew
REVIEW = ("T21", "T40")


async def promise(tx: Transaction, event: CaseOpened) -> None:
    """A complaint was registered: every clock starts, from when anybody of us had it."""
    case = await _case(tx, event)
    await deadlines.start(tx, case, (await _clocks(tx, case)).at_registration())
    if event.channel in AT_ONCE:
        await note_acknowledged(tx, case)
        await deadlines.meet(tx, case, "acknowledgement")


async def acknowledged(tx: Transaction, event: Event) -> None:
    """The acknowledgement has left for the complainant."""
    case = await _case(tx, event)
    await note_acknowledged(tx, case)
    await deadlines.meet(tx, case, "acknowledgement")


async def reassess(tx: Transaction, event: CaseAssessed | CaseRaised | PriorityRaised) -> None:
    """Another priority, other targets: a running promise comes forward, never back.

    A date that would have passed already is counted from now: nobody can be late for what was asked a moment ago.
    """
    case, now = await _case(tx, event), tx.clock.now()
    clocks = await _clocks(tx, case)
    for deadline in await deadlines.running(tx, case.id, "first_contact", "progress", "answer_target", "answer_hard"):
        sooner = _ours(clocks, deadline, deadline.base_at)
        if sooner is not None and sooner.due_at <= now:
            sooner = _ours(clocks, deadline, now)
        if sooner is not None and sooner.due_at < deadline.due_at and deadline.missed_at is None:
            await deadlines.move(
                tx, case, deadline, due_at=sooner.due_at, why="assessed", duration=str(sooner.duration)
            )


async def keep_contact(tx: Transaction, event: FirstContactMade) -> None:
    """A person spoke to the complainant for the first time: that is news as well."""
    case = await _case(tx, event)
    await deadlines.meet(tx, case, "first_contact")
    await _told(tx, case)


async def keep_progress(tx: Transaction, event: ComplainantTold) -> None:
    await _told(tx, await _case(tx, event))


async def hear_talk(tx: Transaction, event: MessagePosted) -> None:
    """What a person writes in the talk of a case is contact with the complainant."""
    if event.case_id is None or event.author != "agent" or event.kind not in ("text", "file"):
        return
    case = await _case(tx, event)
    if case.is_open:
        first = case.first_contact_at is None
        await note_contact(tx, case, actor=Actor(event.actor, "agent", event.agent_id))
        if not first:
            await _told(tx, case)


async def keep_answer(tx: Transaction, event: AnswerSent) -> None:
    """The answer went: the greatest promise is kept, and it is contact as well."""
    case = await _case(tx, event)
    await note_contact(tx, case, actor=Actor(event.actor, "agent"))
    await deadlines.meet(tx, case, "answer_target", "answer_hard")


async def follow(tx: Transaction, event: CaseMoved) -> None:
    """The life cycle moved on: windows open and close, clocks stand still or go on, a new round begins."""
    case, now = await _case(tx, event), tx.clock.now()
    clocks = await _clocks(tx, case)
    await deadlines.cancel(tx, case.id, "acceptance", "verification", "early_window", "reply", "external")
    if event.came_from == "awaiting_complainant":
        await pauses.end(tx, case)
    if event.to == "awaiting_complainant":
        await pauses.begin(tx, case)
        await deadlines.start(tx, case, await _time_to_reply(tx, case, clocks, now), again=True)
    elif event.to == "responded":
        await deadlines.meet(tx, case, "progress")
        window = tx.policy.presets[case.preset].acceptance_window
        await deadlines.start(tx, case, clocks.window("acceptance", window, now), again=True)
    elif event.to == "verifying":
        window = await _limit(tx, "D12", case)
        await deadlines.start(tx, case, clocks.window("verification", window, now), again=True)
    elif event.to == "early_resolution":
        window = tx.policy.presets[case.preset].early_window
        await deadlines.start(tx, case, clocks.window("early_window", window, case.received_at), again=True)
    elif event.to == "unresolved_watch":
        window = tx.policy.presets[case.preset].external_window
        await deadlines.start(tx, case, clocks.window("external", window, now), again=True)
    if event.transition in AGAIN:
        await deadlines.start(tx, case, clocks.answer(now), again=True)
    elif event.transition in REVIEW:
        await deadlines.start(tx, case, clocks.review(now), again=True)
    await _news_is_owed(tx, case, clocks)


async def join(tx: Transaction, event: CaseJoined) -> None:
    """Another case went up in this one and had been received earlier: the answer is due from then."""
    case = await _case(tx, event)
    if not event.earlier:
        return
    clocks = await _clocks(tx, case)
    for deadline in await deadlines.running(tx, case.id, "answer_target", "answer_hard"):
        sooner = next(
            (clock for clock in clocks.answer(case.received_at)
             if (clock.kind, clock.preset) == (deadline.kind, deadline.preset)), None
        )  # fmt: skip
        if sooner is not None and sooner.due_at < deadline.due_at:
            due_at = max(sooner.due_at, tx.clock.now())
            await deadlines.move(tx, case, deadline, due_at=due_at, why="joined", duration=str(sooner.duration))


async def end_merged(tx: Transaction, event: CaseMerged) -> None:
    """The case goes on as another one: what is owed is owed there."""
    await deadlines.cancel(tx, (await _case(tx, event)).id)


async def end(tx: Transaction, event: CaseClosed) -> None:
    """Nothing more is owed. From now the time runs in which the complainant may come back to it by themselves."""
    case = await _case(tx, event)
    await deadlines.cancel(tx, case.id)
    window = (
        (await lifecycle_of(tx, case)).timers["D18"].due_after(tx.policy.presets[case.preset], name="reopen_window")
    )
    if window is not None:
        case.reopen_until = work_calendar(tx.policy.calendars[case.calendar]).due(tx.clock.now(), window)
        await tx.flush()


async def _told(tx: Transaction, case: Case) -> None:
    """The complainant heard from us: the next news is owed from now."""
    running = await deadlines.running(tx, case.id, "progress")
    if running and all(
        deadline.base_at > tx.clock.now() - ONE_PIECE_OF_NEWS and deadline.missed_at is None for deadline in running
    ):
        return
    await deadlines.meet(tx, case, "progress")
    await _news_is_owed(tx, case, await _clocks(tx, case))


async def _news_is_owed(tx: Transaction, case: Case, clocks: Clocks) -> None:
    """While the next step is ours, there is always one running promise of news; while it is theirs, there is none."""
    ours = case.state == "registered" or case.state in (await lifecycle_of(tx, case)).timers["D04"].in_states
    if not ours:
        await deadlines.cancel(tx, case.id, "progress")
    elif not await deadlines.running(tx, case.id, "progress"):
        await deadlines.start(tx, case, clocks.progress(tx.clock.now()), again=True)


async def _time_to_reply(tx: Transaction, case: Case, clocks: Clocks, now: datetime) -> list[Clock]:
    """Until when the complainant was asked to answer; without a date of its own, as long as the policy gives them."""
    limit = await _limit(tx, "D07", case)
    question = await open_question(tx, case)
    if question is None or limit is None:
        return clocks.window("reply", limit, now)
    return [Clock("reply", case.preset, limit, now, question.reply_by)]


def _ours(clocks: Clocks, deadline: Deadline, base: datetime) -> Clock | None:
    """Our own clock of this kind as the priority wants it now; None for a regime's, which knows no priorities."""
    made = {"first_contact": clocks.first_contact, "progress": clocks.progress}.get(deadline.kind, clocks.answer)(base)
    own = (clock for clock in made if clock.kind == deadline.kind and clock.preset in clocks.ours)
    return next(own, None) if deadline.preset in clocks.ours else None


async def _clocks(tx: Transaction, case: Case) -> Clocks:
    return Clocks(tx.policy, case, [issue.topic for issue in await issues_of(tx, case)])


async def _limit(tx: Transaction, timer: str, case: Case) -> Duration | None:
    return (
        (await lifecycle_of(tx, case)).timers[timer].due_after(tx.policy.presets[case.preset], Priority(case.priority))
    )


async def _case(tx: Transaction, event: Event) -> Case:
    assert event.case_id is not None, "this happened to a case"
    return await tx.get_one(Case, event.case_id)
