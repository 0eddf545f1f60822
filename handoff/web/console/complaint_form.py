"""Read the form in which an agent writes down what somebody told them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handoff.cases import Complaint, Contact
from handoff.cases.opening import SuggestedTopic
from handoff.conversations import Conversation
from handoff.errors import Invalid
from handoff.i18n import LANGUAGES, mark, parse_date, parse_number, to_latin
from handoff.policy import Policy
from handoff.web.bodies import SentForm

CHANNELS = ("phone", "in_person", "post", "email")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
NOON = time(12)

WRONG_DATE = mark("This is not a day we can read. Please write it like the example.")
WRONG_TIME = mark("Please write the time like 14:05.")
WRONG_EMAIL = mark("This does not look like an e-mail address.")
WRONG_AMOUNT = mark("Please write the amount as a number.")
NO_STORY = mark("Please write down what happened.")
NO_CONTACT = mark("Please write down an e-mail address or a telephone number, or that they want to stay anonymous.")


class Unreadable(Invalid):
    """`wrong` has a text for each field that cannot be taken as it is."""

    code = "form_incomplete"
    message = "Some of this cannot be taken yet. Nothing that you wrote was lost."

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = dict(wrong)


@dataclass(frozen=True)
class Read:
    complaint: Complaint

    def of_talk(self, talk: Conversation | None) -> Read:
        return Read(replace(self.complaint, conversation_id=talk.id)) if talk is not None else self


def read_complaint(form: SentForm, policy: Policy) -> Read:
    """Raises `Unreadable`, which names every field at once."""
    wrong: dict[str, str] = {}
    received_at = _received_at(form, policy, wrong)
    incident = _day(form, "incident_date", wrong)
    contact = Contact(
        name=form.get("name") or None, email=form.get("email") or None, phone=to_latin(form.get("phone")) or None
    )
    amount = parse_number(form.get("amount")) if form.get("amount") else None
    _check(form, contact, wrong)
    if form.get("amount") and amount is None:
        wrong["amount"] = WRONG_AMOUNT
    if wrong:
        raise Unreadable(wrong)
    channel, language = form.get("channel"), form.get("language")
    topic, subject = form.get("topic"), form.get("subject")
    return Read(
        Complaint(
            narrative=form.get("narrative"),
            channel=channel if channel in (*CHANNELS, "chat") else "phone",
            language=language if language in LANGUAGES else policy.organisation.default_language,
            contact=Contact() if form.get("anonymous") else contact,
            anonymous=bool(form.get("anonymous")),
            received_at=received_at,
            product=form.get("product") or None,
            order_ref=form.get("order_ref") or None,
            incident_date=incident,
            wanted=form.get("wanted") or None,
            wanted_code=form.get("wanted_code") or None,
            needs=form.get("needs") or None,
            amount=amount,
            currency=policy.organisation.currency if amount is not None else None,
            topics=[SuggestedTopic(topic, 1.0)] if topic else (),
            safety=bool(form.get("safety")),
            vulnerable=bool(form.get("vulnerable")),
            staff_subject=bool(form.get("staff_subject") or subject),
            subject_id=int(subject) if subject.isdigit() else None,
        )
    )


def _check(form: SentForm, contact: Contact, wrong: dict[str, str]) -> None:
    if not form.get("narrative"):
        wrong["narrative"] = NO_STORY
    if contact.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact.email):
        wrong["email"] = WRONG_EMAIL
    if not form.get("anonymous") and not contact.reachable:
        wrong["email"] = NO_CONTACT


def _day(form: SentForm, name: str, wrong: dict[str, str]) -> date | None:
    text = form.get(name)
    day = parse_date(text) if text else None
    if text and day is None:
        wrong[name] = WRONG_DATE
    return day


def _received_at(form: SentForm, policy: Policy, wrong: dict[str, str]) -> datetime | None:
    """When they told it; None is now. A day without a time is taken as its noon."""
    day = _day(form, "received_day", wrong)
    if day is None:
        return None
    at, text = NOON, to_latin(form.get("received_time"))
    if found := CLOCK.fullmatch(text):
        at = time(int(found[1]), int(found[2]))
    elif text:
        wrong["received_time"] = WRONG_TIME
    return datetime.combine(day, at, ZoneInfo(policy.calendar.time_zone)).astimezone(UTC)
