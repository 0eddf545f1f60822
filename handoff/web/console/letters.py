"""The letters of a case, each with what became of it, as the event log tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.channels.email.models import STAFF
from handoff.events import EventRow
from handoff.i18n import mark, translate
from handoff.web.console.words import Words

TEMPLATES = {
    "acknowledgement": mark("Acknowledgement"),
    "answer": mark("Answer"),
    "referred": mark("Who is responsible for it"),
    "merged": mark("It goes on with an earlier case"),
    "survey": mark("Survey"),
    "survey_reminder": mark("Survey, once more"),
}
STATUSES = {
    "letter.written": mark("waiting to be sent"),
    "letter.sent": mark("sent"),
    "letter.refused": mark("could not be delivered"),
}


@dataclass(frozen=True)
class LetterLine:
    """`trouble`: somebody has to find another way to reach the complainant."""

    what: str
    status: str
    at: datetime
    trouble: bool


def to_colleagues(row: EventRow) -> bool:
    """Whether the event is about a letter among colleagues: they were told what waits for them at the desk."""
    return row.name in STATUSES and str(row.data["template"]).startswith(STAFF)


def letters_of(rows: Sequence[EventRow], words: Words) -> list[LetterLine]:
    """The last thing that happened to each letter, in the order in which they were written."""
    last = {row.data["letter_id"]: row for row in rows if row.name in STATUSES and not to_colleagues(row)}
    return [
        LetterLine(
            what=letter_name(row.data["template"], words),
            status=translate(words.language, STATUSES[row.name]),
            at=row.at,
            trouble=row.name == "letter.refused",
        )
        for row in last.values()
    ]


def letter_name(template: str, words: Words) -> str:
    """What a letter is about, in a word or two: the policy's title of its rule, or ours."""
    rule = words.policy.prompts.rules.get(template)
    if rule is not None:
        return rule.title.say(words.language)
    else:
        return translate(words.language, TEMPLATES.get(template, mark("Message")))
