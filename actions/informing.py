"""Answers about complaining here. Every fact comes from the service's published information, none from training texts."""

from __future__ import annotations

from typing import Any

from actions.acting import Button, Events, Reply, act
from actions.helpdesk import helpdesk
from actions.saying import say
from actions.turn import Turn


@act("action_tell_how")
async def tell_how(turn: Turn, reply: Reply) -> Events:
    facts = await helpdesk().information(turn.language)
    reply.tell(_paragraphs(facts["how"], _listed(facts["steps"]), _listed(facts["what_to_bring"])), _offer(turn))
    return []


@act("action_tell_times")
async def tell_times(turn: Turn, reply: Reply) -> Events:
    facts = await helpdesk().information(turn.language)
    reply.tell(
        _paragraphs(say(turn.language, "times_intro"), _listed(facts["times"]), facts["hours_text"]),
        _offer(turn),
    )
    return []


@act("action_tell_outside_bodies")
async def tell_outside_bodies(turn: Turn, reply: Reply) -> Events:
    facts = await helpdesk().information(turn.language)
    bodies = _listed(facts["outside_bodies"])
    reply.tell(_paragraphs(say(turn.language, "outside_intro" if bodies else "outside_none"), bodies))
    return []


@act("action_tell_cost")
async def tell_cost(turn: Turn, reply: Reply) -> Events:
    reply.tell(str((await helpdesk().information(turn.language))["free"]), _offer(turn))
    return []


@act("action_tell_privacy")
async def tell_privacy(turn: Turn, reply: Reply) -> Events:
    """What happens with personal data. Somebody who wants theirs seen or erased needs a person."""
    facts = await helpdesk().information(turn.language)
    reply.tell(
        _paragraphs(str(facts["privacy"]), say(turn.language, "privacy_requests")),
        _buttons(turn, ("button_person", "/ask_human")),
    )
    return []


def _paragraphs(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)


def _listed(lines: list[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _offer(turn: Turn) -> list[Button]:
    """In the middle of a form its own question comes back, so nothing else is offered."""
    return [] if turn.loop else _buttons(turn, ("button_report", "/make_complaint"))


def _buttons(turn: Turn, *pairs: tuple[str, str]) -> list[Button]:
    return [Button(say(turn.language, title), payload) for title, payload in pairs]
