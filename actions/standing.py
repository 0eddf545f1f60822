"""What a customer's yes or no is about, by where their case stands: the answer, what was promised in it, or how it ended."""

from __future__ import annotations

from typing import Any

from actions.acting import Button
from actions.helpdesk import helpdesk
from actions.saying import say
from actions.turn import Turn

# These end something, or say that it is done, so they are asked once more.
TO_CONFIRM = {"accept", "accept_late", "confirm_done", "withdraw"}
_ABOUT_THE_ANSWER = {"accept", "reject", "ask_review"}
_UNANSWERED = {
    "registered", "in_assessment", "early_resolution", "investigating", "awaiting_complainant", "awaiting_third_party",
    "decision_pending",
}  # fmt: skip
_IN_STATE = {
    "verifying": {"accept": "confirm_done", "reject": "not_done", "ask_review": "not_done"},
    "unresolved_watch": {"accept": "accept_late"},
    "closed": {"reject": "reopen"},
}
# What the status asks for, as buttons under it: the text's key and the intent.
_ASKED = {
    "responded": (("button_accept", "accept_response"), ("button_reject", "reject_response")),
    "verifying": (("button_confirm_done", "accept_response"), ("button_not_done", "reject_response")),
    "awaiting_complainant": (("button_answer_question", "add_information"),),
}


def meant(act: str, state: str | None) -> str | None:
    """The act that fits the case's state; None when it is about an answer and there is none yet."""
    if act in _ABOUT_THE_ANSWER and state in _UNANSWERED:
        return None
    else:
        return _IN_STATE.get(state or "", {}).get(act, act)


def asked_of(language: str, case: dict[str, Any]) -> list[Button]:
    """What the customer can answer to a status, as buttons that name the case."""
    return [
        Button(say(language, title), f'/{intent}{{"value":"{case["number"]}"}}')
        for title, intent in _ASKED.get(case["state"], ())
    ]


async def waits_for_a_word(turn: Turn) -> dict[str, Any] | None:
    """The case of this talk that waits for a yes or no, when there is exactly one."""
    if not turn.cases:
        return None
    waiting = [
        case for case in await helpdesk().cases_here(turn.conversation) if case["state"] in ("responded", "verifying")
    ]
    return waiting[0] if len(waiting) == 1 else None
