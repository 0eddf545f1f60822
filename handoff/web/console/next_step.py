"""The next thing to do with a case, in words, with the button that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handoff.cases import Case, unmet
from handoff.cases.care.containing import next_safety_step
from handoff.cases.competence import is_competent, trainings_needed
from handoff.db import Transaction
from handoff.i18n import mark, translate
from handoff.insights.case_files import CaseFile
from handoff.staff import Agent, may_lead

WHAT = {
    "registered": mark("Take charge of the case"),
    "in_assessment": mark("Judge the case, then answer or investigate"),
    "early_resolution": mark("Send the answer"),
    "investigating": mark("Examine each point and propose a decision"),
    "awaiting_complainant": mark("Wait for what the complainant was asked"),
    "awaiting_third_party": mark("Wait for what somebody outside was asked"),
    "decision_pending": mark("Approve the proposed decision or return it"),
    "responded": mark("Wait for what the complainant says to the answer"),
    "implementing": mark("Do what was promised"),
    "verifying": mark("Wait until the complainant confirms that it was done"),
    "internal_review": mark("Review the case afresh"),
    "unresolved_watch": mark("Keep the case in view: no agreement was reached"),
    "external_review": mark("Give the outside body what it needs"),
    "own_motion": mark("Go on with our own examination"),
}
# Of the steps in danger: those that cannot wait for sorting and judging.
BEFORE_ALL = {
    "contacted": mark("Danger first: speak with whoever is in danger"),
    "contained": mark("Danger first: contain the danger"),
}
NOTHING = mark("Nothing is left to do")


@dataclass(frozen=True)
class Step:
    """`post` is the sub-address to post to, `anchor` the part of the page where it is done; neither: nothing to press."""

    what: str
    button: str = ""
    post: str = ""
    anchor: str = ""
    missing: Sequence[str] = ()


def what_next(state: str, language: str) -> str:
    """In one line, for lists."""
    return translate(language, WHAT.get(state, NOTHING))


async def next_step(tx: Transaction, agent: Agent, file: CaseFile) -> Step:
    """For this person: who does not answer for the case is first offered to take charge of it."""
    case, say = file.case, _speaker(agent.language)
    if not case.is_open:
        return Step(say(NOTHING))
    elif case.state == "decision_pending":
        return _decision(agent, file)
    elif case.owner_id is None and not await is_competent(tx, case, agent.id):
        return Step(say(WHAT["registered"]), missing=trainings_in_words(tx, case, agent.language))
    elif danger := await _danger(tx, agent, file):
        return danger
    elif case.owner_id is None:
        return Step(say(WHAT["registered"]), button=say(mark("Take charge")), post="owner")
    elif not may_work(agent, case):
        return Step(what_next(case.state, agent.language))
    elif case.state == "in_assessment":
        return await _assessment(tx, agent, file)
    elif case.state in STEPS:
        button, anchor = STEPS[case.state]
        return Step(say(WHAT[case.state]), button=say(button), anchor=anchor)
    else:
        return Step(what_next(case.state, agent.language))


def trainings_in_words(tx: Transaction, case: Case, language: str) -> list[str]:
    """What somebody must have learnt to take the case."""
    trainings, text = tx.policy.organisation.trainings, mark("Who takes it has a valid training: {training}.")
    return [
        translate(language, text, training=trainings[code].name.say(language))
        for code in sorted(trainings_needed(tx, case))
    ]


def may_work(agent: Agent, case: Case) -> bool:
    """Whoever answers for the case, and who leads."""
    return case.owner_id == agent.id or may_lead(agent.roles)


STEPS = {
    "early_resolution": (mark("Write the answer"), "answer"),
    "investigating": (mark("Write the findings"), "answer"),
    "responded": (mark("Write down what they said"), "reply"),
    "implementing": (mark("Go to what was promised"), "remedies"),
    "verifying": (mark("Write down what they said"), "reply"),
    "internal_review": (mark("Go to the review"), "review"),
    "external_review": (mark("Go to the outside body"), "outside"),
}


async def _danger(tx: Transaction, agent: Agent, file: CaseFile) -> Step | None:
    """While somebody may be in danger, speaking with them and containing it come before everything else."""
    step = await next_safety_step(tx, file.case) if file.case.owner_id is not None else None
    if step not in BEFORE_ALL or not may_work(agent, file.case):
        return None
    within = tx.policy.investigation.safety[step].within
    say = _speaker(agent.language)
    what = say(BEFORE_ALL[step])
    if within:
        time = within.in_words(agent.language)
        what += f" ({translate(agent.language, 'within {time} of the registration', time=time)})"
    return Step(what, button=say(mark("Go to the danger")), anchor="care")


async def _assessment(tx: Transaction, agent: Agent, file: CaseFile) -> Step:
    """Topics first, then the judgement, then the choice between a direct answer and an investigation."""
    say = _speaker(agent.language)
    topics = await missing(tx, file.case, "T06", agent.language, only=("topic",))
    if topics:
        return Step(
            say(mark("Confirm what the complaint is about")), button=say(mark("Go to the topics")), anchor="issues"
        )
    elif file.assessment is None:
        return Step(say(mark("Judge how serious it is")), button=say(mark("Go to the judgement")), anchor="assessment")
    elif await unmet(tx, file.case, "T05", {}):
        return Step(say(mark("Open an investigation")), button=say(mark("Open an investigation")), anchor="answer")
    else:
        return Step(
            say(mark("Answer now, or open an investigation")), button=say(mark("Write the answer")), anchor="answer"
        )


def _decision(agent: Agent, file: CaseFile) -> Step:
    say = _speaker(agent.language)
    if may_approve(agent, file):
        return Step(say(WHAT["decision_pending"]), button=say(mark("Read the proposal")), anchor="answer")
    else:
        return Step(say(mark("Wait for the approval of another person")))


def may_approve(agent: Agent, file: CaseFile) -> bool:
    """Whether this person may approve: by their role, and because the proposal is not their own."""
    proposer = file.answer.answer.by_id if file.answer else None
    return bool({"approver", "supervisor"} & set(agent.roles)) and proposer != agent.id


async def missing(
    tx: Transaction, case: Case, transition: str, language: str, *, only: Sequence[str] = (), **facts: object
) -> list[str]:
    """What stands in the way of a transition, in sentences; of some guards only, when they are named."""
    names = [name for name in await unmet(tx, case, transition, facts) if not only or name in only]
    guards = tx.policy.guards
    return list(
        dict.fromkeys(guards[name].say(language) if name in guards else translate(language, name) for name in names)
    )


def _speaker(language: str) -> Callable[[str], str]:
    return lambda text: translate(language, text)
