"""The form as the answers of a draft, and back: begun in the form it can be finished in the talk, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.cases.drafting import REMIND, keep_draft
from handoff.cases.resuming import link_draft, linked_talk
from handoff.conversations import open_conversation
from handoff.customers import welcome
from handoff.db import Transaction
from handoff.i18n import mark, parse_date, to_latin
from handoff.web.intake.form import EMAIL, TEXTS, UNSURE, Filled, what_is_wrong_with_the_story

OTHERWISE = {"wanted": "requested_remedy", "wanted_code": "remedy_code"}  # names of the form, names of the draft


def what_is_missing_to_keep(filled: Filled) -> dict[str, str]:
    """Field name -> msgid, as for registering. A story and an address are enough to go on another day."""
    wrong = what_is_wrong_with_the_story(filled)
    if not EMAIL.fullmatch(filled["email"]):
        wrong["email"] = mark("We need an e-mail address to send you the link, for example sara@example.com.")
    return wrong


async def keep_form(tx: Transaction, filled: Filled, *, token: str, language: str) -> None:
    """Keep what was typed for another day, with a yes to one letter about it. The same form sent twice is one draft."""
    talk_id = await linked_talk(tx, token)
    if talk_id is None:
        person, _ = await welcome(tx, language=language)
        talk_id = (await open_conversation(tx, person, language=language)).id
        await link_draft(tx, talk_id, token)
    await keep_draft(tx, talk_id, {**answers_of(filled), REMIND: True})


def answers_of(filled: Filled) -> dict[str, Any]:
    """None for what is empty: it takes an answer back that stood there before."""
    answers: dict[str, Any] = {OTHERWISE.get(name, name): filled[name].strip() or None for name in TEXTS}
    answers |= {name: True if filled.ticked(name) else None for name in ("safety", "anonymous")}
    day = parse_date(filled["incident_date"]) if filled["incident_date"] else None
    answers["incident_date"] = day.isoformat() if day else None
    answers["email"] = filled["email"].strip().lower() or None
    answers["order_ref"] = to_latin(filled["order_ref"]) or None
    answers["phone"] = to_latin(filled["phone"]) or None
    if filled["wanted_code"] == UNSURE:
        answers["remedy_code"] = None
    return answers


def form_of(answers: Mapping[str, Any]) -> Filled:
    values = {name: str(answers.get(OTHERWISE.get(name, name)) or "") for name in TEXTS}
    ticks = {name: "1" for name in ("safety", "anonymous") if answers.get(name)}
    return Filled(values | ticks)
