"""Read the answer's form: each issue with its finding, what is offered, and the letter. Says all that is missing at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from handoff.cases import Issue
from handoff.cases.answering import Finding, Remedy
from handoff.errors import Invalid
from handoff.i18n import parse_date, parse_number, translate
from handoff.policy import Policy
from handoff.web.bodies import SentForm
from handoff.web.console.words import Words

REMEDIES = 3  # rows in the form
END_OF_DAY = time(23, 59)


class Incomplete(Invalid):
    """The answer cannot go yet. `sentences` say what is missing, in the reader's language."""

    code = "incomplete"
    message = "The answer is not complete yet."

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class Written:
    """What the form says. `lacks` are sentences about what is missing or wrong."""

    findings: Mapping[int, Finding]
    remedies: Sequence[Remedy]
    letter: str
    lacks: Sequence[str]


def read_answer(form: SentForm, issues: Sequence[Issue], words: Words, *, causes: bool) -> Written:
    """`causes`: after an investigation each upheld point also needs a cause."""
    lacks: list[str] = []
    findings = {}
    for issue in issues:
        finding = Finding(
            outcome=form.get(f"outcome-{issue.id}"), reason=form.get(f"reason-{issue.id}"),
            cause=form.get(f"cause-{issue.id}") or None,
        )  # fmt: skip
        topic = words.topic(issue.topic)
        if finding.outcome not in words.policy.lifecycle.outcomes:
            lacks.append(translate(words.language, "What you found about “{topic}”.", topic=topic))
        elif not finding.reason:
            lacks.append(translate(words.language, "Why you found that about “{topic}”.", topic=topic))
        else:
            findings[issue.id] = finding
        if causes and finding.outcome in ("upheld", "partly_upheld") and not finding.cause:
            lacks.append(translate(words.language, "What caused “{topic}”.", topic=topic))
    remedies = [
        remedy for place in range(1, REMEDIES + 1) if (remedy := _remedy(form, place, words, lacks)) is not None
    ]
    return Written(findings, remedies, form.get("letter"), lacks)


def _remedy(form: SentForm, place: int, words: Words, lacks: list[str]) -> Remedy | None:
    code = form.get(f"remedy-{place}")
    if not code:
        return None
    name, policy = words.remedy(code), words.policy
    amount, due_at = _amount(form, place, name, words, lacks), _end_of(form.get(f"due-{place}"), policy)
    if due_at is None:
        lacks.append(translate(words.language, "By when “{remedy}” will have been done.", remedy=name))
        return None
    return Remedy(
        code=code,
        due_at=due_at,
        detail=form.get(f"detail-{place}") or None,
        amount=amount,
        currency=policy.organisation.currency if amount is not None else None,
    )


def _amount(form: SentForm, place: int, name: str, words: Words, lacks: list[str]) -> Decimal | None:
    text, known = form.get(f"amount-{place}"), words.policy.remedies.catalogue.get(form.get(f"remedy-{place}"))
    amount = parse_number(text) if text else None
    if text and (amount is None or amount < 0):
        lacks.append(translate(words.language, "The amount of “{remedy}” as a number.", remedy=name))
    elif known is not None and known.has_amount and amount is None:
        lacks.append(translate(words.language, "The amount of “{remedy}”.", remedy=name))
    return amount


def _end_of(text: str, policy: Policy) -> datetime | None:
    """The end of that day where the organisation is."""
    day = parse_date(text) if text else None
    return datetime.combine(day, END_OF_DAY, ZoneInfo(policy.calendar.time_zone)) if day else None
