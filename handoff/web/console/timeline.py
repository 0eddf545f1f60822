"""What happened to a case, in sentences. The event log is the timeline; here it is only put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.events import EventRow
from handoff.i18n import mark, translate
from handoff.insights.case_files import CaseFile
from handoff.staff import Agent
from handoff.web.console.notes import Note
from handoff.web.console.words import Words

SENTENCES = {
    "case.opened": mark("Registered by {who}, {channel}"),
    "case.moved": mark("{step}: now “{state}”"),
    "case.owned": mark("{person} answers for the case"),
    "case.assessed": mark("Judged by {who}: priority {priority}"),
    "case.topic_confirmed": mark("{who} confirmed the topic: {topic}"),
    "case.answer_proposed": mark("{who} proposed a decision"),
    "case.answer_sent": mark("The answer was sent"),
    "case.answer_accepted": mark("The complainant accepted the answer, {how}"),
    "case.answer_rejected": mark("The complainant did not accept the answer, {how}"),
    "case.remedy_done": mark("{who} noted that a remedy was done"),
    "case.closed": mark("Closed: {reason}"),
    "case.information_added": mark("{who} added information"),
    "case.first_contact": mark("First word of a person to the complainant"),
    "case.complainant_told": mark("The complainant was told how it stands"),
    "conversation.case_linked": mark("The talk belongs to the case"),
    "conversation.queued": mark("Waits for a person: {reason}"),
    "conversation.taken": mark("{person} took the talk"),
    "conversation.handed_back": mark("{person} gave the talk back to the assistant"),
    "conversation.queue_left": mark("The customer no longer waits"),
    "conversation.closed": mark("{who} ended the talk"),
    "conversation.reopened": mark("The customer wrote again"),
    "conversation.language_changed": mark("The talk goes on in {language}"),
    "message.posted": mark("{who} wrote in the talk"),
    "note.posted": mark("{who} wrote a private note"),
}
SILENT = frozenset({"conversation.opened"})


@dataclass(frozen=True)
class Entry:
    at: datetime
    sentence: str


def timeline(rows: Sequence[EventRow], words: Words, people: Mapping[int, Agent]) -> list[Entry]:
    """Newest first. Messages that follow each other are told once: the talk itself is a step away."""
    entries: list[Entry] = []
    before: tuple[str, str] | None = None
    for row in rows:
        this = (row.name, row.actor)
        if row.name in SILENT or (row.name == "message.posted" and this == before):
            continue
        before = this
        entries.append(Entry(row.at, sentence(row, words, people)))
    return entries[::-1]


def sentence(row: EventRow, words: Words, people: Mapping[int, Agent]) -> str:
    """An event without words of its own is shown by its name: nothing is left out of a timeline."""
    if row.name not in SENTENCES:
        return translate(words.language, "{who}: {event}", who=words.actor(row.actor, people), event=row.name)
    values = {name: fill(row, words, people) for name, fill in FILLS.items()}
    text = translate(words.language, SENTENCES[row.name], **values)
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


FILLS: dict[str, Callable[[EventRow, Words, Mapping[int, Agent]], str]] = {
    "who": lambda row, words, people: words.actor(row.actor, people),
    "person": lambda row, words, people: words.person(row.data.get("agent_id"), people),
    "channel": lambda row, words, people: words.channel(row.data.get("channel", "")),
    "how": lambda row, words, people: words.channel(row.data.get("how", "")),
    "topic": lambda row, words, people: words.topic(row.data.get("topic", "")),
    "state": lambda row, words, people: words.state(row.data.get("to", "")),
    "priority": lambda row, words, people: row.data.get("priority", ""),
    "language": lambda row, words, people: words.language_name(row.data.get("language", "")),
    "step": _step,
    "reason": _reason,
}
