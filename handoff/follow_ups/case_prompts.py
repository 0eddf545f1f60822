"""What is scheduled and stopped when something happens to a case."""

from __future__ import annotations

from datetime import timedelta

from handoff.cases import Case
from handoff.cases.adding import OUTSIDE
from handoff.cases.events import (
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseOwned,
    CaseRaised,
    InformationAdded,
    RemedyDone,
)
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER
from handoff.cases.parties import complainant_of
from handoff.cases.triage.events import CaseMerged
from handoff.conversations.events import FilesAdded
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.rules import put
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import alive, stop_where
from handoff.sla.business_hours import work_calendar
from handoff.sla.deadlines import running

REGISTRATION = "T01"
ADDED = "information_added"
AT_ONCE = timedelta(minutes=1)
PER_REMEDY = ("P17", "P18")
WITH_THEIR_OWN = ("P15", "P21")  # for one known person: put when that person is known (later_prompts)
AFTER_THE_END = (
    "P24",
    "P25",
    "letter_refused",
    ADDED,
    "P15",
)  # what begins when a case is closed, or has to be settled all the same


async def begin(tx: Transaction, event: CaseOpened) -> None:
    """A complaint was registered: the acknowledgement, the news to the desk, and an alarm when nobody takes it."""
    case, now = await _case(tx, event), tx.clock.now()
    if (await complainant_of(tx, case)).email is not None:
        await put(tx, case, "P01", start=now)
    await put(tx, case, "P02", start=now, only_to=("queue",))
    await put(tx, case, "P03", start=now)
    if "safety" in case.flags:
        await put(tx, case, "P26", start=now)


async def take_charge(tx: Transaction, event: CaseOwned) -> None:
    """Somebody answers for the case: the search ends, and what is open for its owner is theirs."""
    case = await _case(tx, event)
    await _stop(tx, case, "P02", "P03")
    if event.actor != "system":
        await _stop(tx, case, "P26")
    contact = await running(tx, case.id, "first_contact")
    await put(
        tx, case, "P02", start=tx.clock.now(), due=contact[0].due_at if contact else None,
        about=f"owner-{event.agent_id}", only_to=("owner",),
    )  # fmt: skip
    for prompt in await _open_for_owner(tx, case):
        prompt.agent_id = event.agent_id
    await tx.flush()


async def follow(tx: Transaction, event: CaseMoved) -> None:
    """The life cycle moved on: what belonged to the state it left ends, what the transition calls for begins."""
    case, now = await _case(tx, event), tx.clock.now()
    if event.came_from != event.to:
        ended = await _rules_of(tx, case, event.came_from)
        await stop_where(tx, lambda prompt: prompt.kind in ended, case_id=case.id)
    for rule in tx.policy.prompts.started_by(event.transition):
        if rule.id not in (*PER_REMEDY, *WITH_THEIR_OWN):
            await put(tx, case, rule.id, start=now, about=f"{event.transition}@{now:%Y%m%dT%H%M%S}")
    if event.to == "implementing":
        await _remedies(tx, case)


async def remedy_done(tx: Transaction, event: RemedyDone) -> None:
    await stop_where(
        tx,
        lambda prompt: prompt.kind in PER_REMEDY and prompt.data.get("item_id") == event.item_id,
        case_id=event.case_id,
    )


async def close(tx: Transaction, event: CaseClosed | CaseMerged) -> None:
    """Nothing more is asked of anybody; a case that was taken back is left in peace at once."""
    await stop_where(tx, lambda prompt: prompt.kind not in AFTER_THE_END, case_id=event.case_id)


async def taken_seriously(tx: Transaction, event: Event) -> None:
    """A person speaks with somebody in danger: nobody has to be alarmed any more."""
    if event.case_id is not None:
        await stop_where(tx, lambda prompt: prompt.kind == "P26", case_id=event.case_id)


async def danger_met(tx: Transaction, event: Event) -> None:
    """Somebody spoke with the person in danger, or nobody is in danger: the alarm ends."""
    if event.case_id is not None:
        await stop_where(tx, lambda prompt: prompt.kind == "P26", case_id=event.case_id, by=event.actor)


async def danger_found(tx: Transaction, event: CaseRaised) -> None:
    """Danger came to light in a complaint without a talk: somebody is alarmed. In a talk, the waiting itself alarms."""
    case = await _case(tx, event)
    if case.conversation_id is None:
        await put(tx, case, "P26", start=tx.clock.now())


async def information_added(tx: Transaction, event: InformationAdded | FilesAdded) -> None:
    """The complainant, or somebody whom we had asked, wrote or sent something more: the owner is to read it."""
    if event.actor in (CUSTOMER.name, OUTSIDE) and await _came_later(tx, event):
        await schedule(
            tx, key=f"{ADDED}:{event.case_id}", kind=ADDED, audience="owner", case_id=event.case_id, at=tx.clock.now(),
            renew=True,
        )  # fmt: skip


async def added_read(tx: Transaction, event: Event) -> None:
    """Whoever decides or writes to the complainant has read what came."""
    await stop_where(tx, lambda prompt: prompt.kind == ADDED, case_id=event.case_id)


async def letter_refused(tx: Transaction, event: Event) -> None:
    """The complainant's address takes no letters: a person finds another way. Without a case there is nothing to tell."""
    if event.case_id is None:
        return
    await schedule(
        tx, key=f"letter_refused:{event.case_id}", kind="letter_refused", audience="owner", case_id=event.case_id,
        at=tx.clock.now(),
    )  # fmt: skip


async def call_back(tx: Transaction, event: Event) -> None:
    """A survey with a low score and the wish to be called: within two working days a supervisor does."""
    case = await _case(tx, event)
    within = tx.policy.survey.call_back_within
    due = work_calendar(tx.policy.calendars[case.calendar]).due(tx.clock.now(), within)
    await put(tx, case, "P25", start=tx.clock.now(), due=due, data={"score": getattr(event, "score", None)})


async def _remedies(tx: Transaction, case: Case) -> None:
    """One task for each promised remedy; the complainant hears when one is late."""
    for item in await remedies_of(tx, case):
        if item.is_owed:
            for rule_id in PER_REMEDY:
                await put(
                    tx, case, rule_id, start=tx.clock.now(), due=item.due_at, about=f"item-{item.id}",
                    people={"action_owner": item.owner_id}, data={"item_id": item.id},
                )  # fmt: skip


async def _rules_of(tx: Transaction, case: Case, state: str) -> set[str]:
    """Rules that begin with entering `state` and end with leaving it. Those of the registration have ends of their own."""
    moves = (await lifecycle_of(tx, case)).transitions
    return {
        rule.id
        for rule in tx.policy.prompts.rules.values()
        if rule.stops
        and REGISTRATION not in rule.transitions
        and any(name in moves and moves[name].target == state for name in rule.transitions)
    }


async def _stop(tx: Transaction, case: Case, *kinds: str) -> None:
    await stop_where(tx, lambda prompt: prompt.kind in kinds, case_id=case.id)


async def _open_for_owner(tx: Transaction, case: Case) -> list[Prompt]:
    return [prompt for prompt in await alive(tx, case_id=case.id) if prompt.audience == "owner"]


async def _came_later(tx: Transaction, event: Event) -> bool:
    """What comes along with the complaint itself is read with it."""
    return tx.clock.now() - (await _case(tx, event)).registered_at > AT_ONCE


async def _case(tx: Transaction, event: Event) -> Case:
    return await tx.get_one(Case, event.case_id)
