"""What happened to a case, in sentences. The event log is the timeline; here it is only put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.events import EventRow
from handoff.i18n import format_day_and_time, mark, translate
from handoff.insights.case_files import CaseFile
from handoff.insights.case_notes import Note
from handoff.staff import Agent
from handoff.web.console import sentences_of_examination as examination
from handoff.web.console.later_sentences import LATER_SENTENCES, RESULTS, SCOPES, WHYS
from handoff.web.console.letters import letter_name, to_colleagues
from handoff.web.console.privacy_sentences import PRIVACY_SENTENCES
from handoff.web.console.words import Words

SENTENCES = {
    **examination.SENTENCES,
    **LATER_SENTENCES,
    **PRIVACY_SENTENCES,
    "case.opened": mark("Registered by {who}, {channel}"),
    "case.moved": mark("{step}: now “{state}”"),
    "case.owned": mark("{person} answers for the case"),
    "case.assessed": mark("Judged by {who}: priority {priority}"),
    "case.raised": mark("It is about danger: priority {priority} from now on"),
    "case.topics_suggested": mark("The assistant read it and suggests: {topic}"),
    "case.topic_confirmed": mark("{who} confirmed the topic: {topic}"),
    "case.answer_proposed": mark("{who} proposed a decision"),
    "case.answer_sent": mark("The answer was sent"),
    "case.answer_accepted": mark("The complainant accepted the answer, {how}"),
    "case.answer_rejected": mark("The complainant did not accept the answer, {how}"),
    "case.remedy_done": mark("{who} noted that a remedy was done"),
    "case.closed": mark("Closed: {reason}"),
    "case.information_added": mark("{who} added information"),
    "case.files_added": mark("{who} added files"),
    "case.continues": mark("It goes on from an earlier complaint"),
    "case.noted": mark("{who} wrote a private note"),
    "case.recheck_drawn": mark("Chosen by chance to be read again"),
    "case.rechecked": mark("{who} read it again"),
    "case.first_contact": mark("First word of a person to the complainant"),
    "case.complainant_told": mark("The complainant was told how it stands"),
    "conversation.opened": mark("The customer opened the talk"),
    "conversation.case_linked": mark("The talk belongs to the case"),
    "conversation.queued": mark("Waits for a person: {reason}"),
    "conversation.danger_told": mark("The waiting talk is about danger: it goes first"),
    "conversation.taken": mark("{person} took the talk"),
    "conversation.handed_back": mark("{person} gave the talk back to the assistant"),
    "conversation.queue_left": mark("The customer no longer waits"),
    "conversation.closed": mark("{who} ended the talk"),
    "conversation.reopened": mark("The customer wrote again"),
    "conversation.language_changed": mark("The talk goes on in {language}"),
    "message.posted": mark("{who} wrote in the talk"),
    "note.posted": mark("{who} wrote a private note"),
    "offer.made": mark("The talk was offered to {person}"),
    "offer.ended": mark("The offer to {person} ended"),
    "sla.deadline_set": mark("Promised: {deadline}, by {due}"),
    "sla.deadline_moved": mark("Promised anew: {deadline}, by {due}"),
    "sla.deadline_near": mark("The date is near: {deadline}"),
    "sla.deadline_missed": mark("Not kept in time: {deadline}"),
    "sla.deadline_met": mark("Done as promised: {deadline}"),
    "sla.paused": mark("The clocks stand still while the complainant is asked"),
    "sla.resumed": mark("The clocks run again"),
    "prompt.sent": mark("{audience} was told: {prompt}"),
    "prompt.ended": mark("No longer needed: {prompt}"),
    "letter.written": mark("A letter was written: {letter}"),
    "letter.sent": mark("A letter was sent: {letter}"),
    "letter.refused": mark("A letter could not be delivered: {letter}"),
    "privacy.erasure_answered": mark("A request for erasure was answered"),
    "improvement.cause_suggested": mark("{who} suggested why it happened"),
    "improvement.cause_confirmed": mark("{who} confirmed why it happened"),
    "improvement.remedy_offered": mark("The case was opened for somebody who was affected too and had not asked"),
    "survey.sampled": mark("It was decided whether to ask the complainant how it went"),
    "survey.offered": mark("The complainant was asked in the talk how it went"),
    "survey.invited": mark("The complainant was asked by letter how it went"),
    "survey.answered": mark("The complainant answered the survey"),
    "survey.low_score": mark("The complainant was not satisfied and wants to be contacted"),
}
COLLEAGUES_TOLD = mark("An alert went to colleagues by e-mail")
MINOR = examination.MINOR | frozenset(
    {
        "conversation.opened", "conversation.case_linked", "offer.made", "offer.ended", "sla.deadline_set",
        "sla.deadline_moved", "sla.deadline_near", "sla.deadline_met", "prompt.sent", "prompt.ended", "letter.written",
        "survey.sampled",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """`minor`: only in the full list."""

    at: datetime
    sentence: str
    minor: bool


def timeline(rows: Sequence[EventRow], words: Words, people: Mapping[int, Agent]) -> list[Entry]:
    """Newest first. Of messages that follow each other the later ones are minor: the talk itself is a step away."""
    entries: list[Entry] = []
    before: tuple[str, str] | None = None
    for row in rows:
        this = (row.name, row.actor)
        repeated = row.name == "message.posted" and this == before
        before = before if row.name in MINOR else this
        entries.append(
            Entry(row.at, sentence(row, words, people), minor=repeated or row.name in MINOR or to_colleagues(row))
        )
    return entries[::-1]


def sentence(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    """An event without words of its own is shown by its name: nothing is left out of a timeline."""
    if row.name not in SENTENCES:
        return translate(words.language, "{who}: {event}", who=words.actor(row.actor, people), event=row.name)
    told = COLLEAGUES_TOLD if to_colleagues(row) else SENTENCES[row.name]
    values = {name: fill(row, words, people) for name, fill in FILLS.items()}
    text = translate(words.language, told, **values)
    return text[:1].upper() + text[1:]


def actors_in(rows: Sequence[EventRow], file: CaseFile, notes: Sequence[Note]) -> set[int]:
    """Everybody whom the page will have to name."""
    ids = {int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("agent:")}
    ids |= {row.data["agent_id"] for row in rows if row.data.get("agent_id")}
    ids |= {said.answer.by_id for said in file.answers} | {note.by_id for note in notes if note.by_id}
    return ids


def _step(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    move = words.policy.lifecycle.transitions.get(row.data.get("transition", ""))
    return move.label.say(words.language) if move else ""


def _reason(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    code = row.data.get("reason", "")
    closures = words.policy.lifecycle.closure_reasons
    return closures[code].label.say(words.language) if code in closures else words.reason(code)


def _due(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    due_at = row.data.get("due_at")
    zone = words.policy.calendar.time_zone
    return format_day_and_time(datetime.fromisoformat(due_at), words.language, zone) if due_at else ""


def _prompt(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    """A rule of the policy by its title; of our own small reminders only that there was one."""
    rule = words.policy.prompts.rules.get(row.data.get("kind", ""))
    return rule.title.say(words.language) if rule else translate(words.language, "a reminder")


FILLS: dict[str, Callable[[EventRow, Words, Mapping[int, Agent]], str]] = {
    "who": lambda row, words, people: words.actor(row.actor, people),
    "person": lambda row, words, people: words.person(row.data.get("agent_id"), people),
    "channel": lambda row, words, people: words.channel(row.data.get("channel", "")),
    "how": lambda row, words, people: words.channel(row.data.get("how", "")),
    "topic": lambda row, words, people: words.topic(row.data.get("topic", "")),
    "state": lambda row, words, people: words.state(row.data.get("to", "")),
    "priority": lambda row, words, people: row.data.get("priority", ""),
    "language": lambda row, words, people: words.language_name(row.data.get("language", "")),
    "deadline": lambda row, words, people: words.deadline(row.data.get("kind", "")),
    "audience": lambda row, words, people: words.audience(row.data.get("audience", "")),
    "due": _due,
    "result": lambda row, words, people: words.of(RESULTS, row.data.get("result", "")),
    "why": lambda row, words, people: words.of(WHYS, row.data.get("why", "")),
    "letter": lambda row, words, people: letter_name(row.data.get("template", ""), words),
    "scope": lambda row, words, people: words.of(SCOPES, row.data.get("scope", "")),
    "body": lambda row, words, people: words.outside_body(row.data.get("body", "")),
    "prompt": _prompt,
    "step": _step,
    "reason": _reason,
    "stake": lambda row, words, people: translate(words.language, examination.STAKES[bool(row.data.get("stake"))]),
    "told": lambda row, words, people: translate(words.language, examination.TOLD[bool(row.data.get("delayed"))]),
    "asked": lambda row, words, people: words.code(examination.ASKED, row.data.get("to", "")),
    "ended": lambda row, words, people: words.code(examination.ENDED, row.data.get("how", "")),
    "remedy": lambda row, words, people: words.remedy(row.data.get("code", "")),
    "outcome": lambda row, words, people: words.outcome(row.data.get("outcome", "")),
    "step_name": lambda row, words, people: words.plan_step(row.data.get("code", "")),
    "evidence": lambda row, words, people: words.evidence(row.data.get("kind", "")),
    "interviewed": lambda row, words, people: words.interviewed(row.data.get("who", "")),
    "safety": lambda row, words, people: words.safety_step(row.data.get("code", "")),
}
