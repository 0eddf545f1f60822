"""What the complaint form asks, read into a complaint; and what to say kindly when something is not usable yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Complaint, Contact
from handoff.i18n import mark, parse_date, to_latin
from handoff.web.bodies import SentForm

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
PHONE = re.compile(r"\+?[\d\s()/.-]{5,25}")
SHORT = 400
LONG = 2000
LONGEST_STORY = 20_000
UNSURE = "unsure"

NOT_A_DATE = mark("This was not understood as a date. Please write it like 2026-11-24, or leave it empty.")

TEXTS = (
    "narrative", "incident_date", "product", "order_ref", "unit", "earlier_case", "wanted_code", "wanted", "name", "email",
    "phone", "acting_for", "acting_as", "needs",
)  # fmt: skip
TICKS = ("anonymous", "safety")


@dataclass(frozen=True)
class Filled:
    """The form as it was typed, so that it can be shown again with nothing lost."""

    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def ticked(self, name: str) -> bool:
        return bool(self[name])


def filled_in(form: SentForm) -> Filled:
    return Filled({name: form.get(name) for name in (*TEXTS, *TICKS)})


def what_is_missing(filled: Filled, *, today: datetime, remedies: set[str]) -> dict[str, str]:
    """Field name -> msgid, in the order of the form. Empty when the complaint can be taken."""
    wrong = what_is_wrong_with_the_story(filled)
    if filled["incident_date"]:
        day = parse_date(filled["incident_date"])
        if day is None:
            wrong["incident_date"] = NOT_A_DATE
        elif day > today.date():
            wrong["incident_date"] = mark("This day is still to come. Please check it, or leave it empty.")
    if filled["wanted_code"] and filled["wanted_code"] not in {*remedies, UNSURE}:
        wrong["wanted_code"] = mark("Please choose one of the wishes, or “not sure”.")
    if filled["email"] and not EMAIL.fullmatch(filled["email"]):
        wrong["email"] = mark(
            "This does not look like an e-mail address. Please check it, for example sara@example.com."
        )
    if filled["phone"] and not PHONE.fullmatch(to_latin(filled["phone"])):
        wrong["phone"] = mark(
            "This does not look like a phone number. Please use digits, for example +98 21 5550 1234."
        )
    if not filled.ticked("anonymous") and not filled["email"] and not filled["phone"]:
        wrong["contact"] = mark("Please give an e-mail address or a phone number, or choose to stay anonymous.")
    for name in ("product", "order_ref", "unit", "name", "acting_for", "acting_as", "earlier_case"):
        if len(filled[name]) > SHORT:
            wrong[name] = mark("This is a little too long (up to 400 characters).")
    for name in ("wanted", "needs"):
        if len(filled[name]) > LONG:
            wrong[name] = mark("This is a little too long (up to 2,000 characters).")
    return wrong


def what_is_wrong_with_the_story(filled: Filled) -> dict[str, str]:
    """Field name -> msgid, empty when the story can be taken."""
    wrong: dict[str, str] = {}
    if not filled["narrative"]:
        wrong["narrative"] = mark("Please tell what happened. A few words are enough.")
    elif len(filled["narrative"]) > LONGEST_STORY:
        wrong["narrative"] = mark(
            "This is longer than the form can take (20,000 characters). Please attach it as a PDF instead."
        )
    return wrong


def complaint_in(filled: Filled, *, language: str, conversation_id: int | None = None) -> Complaint:
    """The complaint of a form in which nothing is missing; with the talk in which it was begun another day."""
    anonymous = filled.ticked("anonymous")
    contact = Contact(
        name=(filled["acting_for"] or filled["name"] or None),
        email=filled["email"].lower() or None,
        phone=to_latin(filled["phone"]) or None,
    )
    return Complaint(
        narrative=filled["narrative"],
        channel="form",
        language=language,
        contact=Contact() if anonymous else contact,
        anonymous=anonymous,
        conversation_id=conversation_id,
        product=filled["product"] or None,
        order_ref=to_latin(filled["order_ref"]) or None,
        incident_date=parse_date(filled["incident_date"]) if filled["incident_date"] else None,
        unit=filled["unit"] or None,
        wanted=filled["wanted"] or None,
        wanted_code=filled["wanted_code"] if filled["wanted_code"] not in ("", UNSURE) else None,
        needs=filled["needs"] or None,
        safety=filled.ticked("safety"),
    )
