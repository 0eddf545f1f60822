"""Saying back what was understood: one sentence after the story, two lines before registering."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.intake.topics import said_topics
from actions.saying import apart, say, say_amount, say_day

_QUOTED = 160  # characters of the customer's own words that a summary repeats


def what_was_understood(language: str, answers: dict[str, Any]) -> str:
    """One sentence that shows the story was heard, then one of regret. Without clear topics nothing is guessed."""
    topics = said_topics(language, answers.get("topics"))
    about = _about(language, answers)
    details = _details(language, answers)
    if topics:
        matter = say(language, "and_between").join(topics)
        return say(language, "understood_about" if about else "understood", about=about, matter=matter, details=details)
    if about:
        return say(language, "understood_only_about", about=about, details=details)
    return say(language, "understood_nothing_certain")


def summary(language: str, answers: dict[str, Any]) -> str:
    """Two lines: what happened and to what; what is wanted and where we write to."""
    words = " ".join(str(answers.get("narrative", "")).split())
    if len(words) > _QUOTED:
        words = words[:_QUOTED].rsplit(" ", 1)[0] + "…"
    about = [*filter(None, [_about(language, answers)]), *_detail_list(language, answers)]
    facts = say(language, "summary_facts", facts=say(language, "comma").join(about)) if about else ""
    contact = _contact(language, answers)
    return say(language, "summary", words=apart(words), facts=facts, remedy=_remedy(language, answers), contact=contact)


def _about(language: str, answers: dict[str, Any]) -> str:
    order, product = answers.get("order_ref"), answers.get("product")
    if order and product:
        return say(language, "about_product_of_order", product=apart(product), order=apart(order))
    if order:
        return say(language, "about_order", order=apart(order))
    return say(language, "about_product", product=apart(product)) if product else ""


def _detail_list(language: str, answers: dict[str, Any]) -> list[str]:
    details = []
    if day := answers.get("incident_date"):
        details.append(say_day(language, date.fromisoformat(day)))
    if amount := answers.get("amount"):
        details.append(say_amount(language, amount, answers.get("currency", "")))
    return details


def _details(language: str, answers: dict[str, Any]) -> str:
    details = _detail_list(language, answers)
    return f" ({say(language, 'comma').join(details)})" if details else ""


def _remedy(language: str, answers: dict[str, Any]) -> str:
    return apart(str(answers.get("requested_remedy") or say(language, "remedy_unsure")))


def _contact(language: str, answers: dict[str, Any]) -> str:
    if answers.get("anonymous"):
        return say(language, "contact_anonymous")
    ways = [apart(answers[key]) for key in ("name", "email", "phone") if answers.get(key)]
    return say(language, "comma").join(ways)
