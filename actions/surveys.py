"""Asking how it was, after a case is closed. Every answer is saved at once, so stopping half-way loses none."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.acting import Button, Events, Reply, act
from actions.helpdesk import helpdesk
from actions.parsing.letters import plain
from actions.saying import say
from actions.turn import Turn

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5,
}  # fmt: skip
_STOPPING = {
    "withdraw",
    "goodbye",
    "make_complaint",
    "staff_complaint",
    "ask_human",
    "ask_status",
    "safety_danger",
    "insult",
    "set_language",
}


@act("action_begin_survey")
async def begin_survey(turn: Turn, reply: Reply) -> Events:
    survey = await helpdesk().survey(turn.conversation, turn.language)
    if survey is None:
        return [SlotSet("survey", None), SlotSet("survey_answer", "none")]
    reply.say("survey_intro")
    steps = [
        *survey["items"],
        {"code": "comment", "text": survey["comment_text"]},
        {"code": "contact_wanted", "text": survey["contact_text"]},
    ]
    return [SlotSet("survey", {"id": survey["survey"], "steps": steps}), SlotSet("survey_answer", None)]


@act("action_ask_survey_form_survey_answer")
async def ask_next(turn: Turn, reply: Reply) -> Events:
    step = turn.slot("survey")["steps"][0]
    if turn.slot("hint"):
        reply.say("survey_again")
    reply.tell(step["text"], _buttons(turn, step))
    return []


@act("validate_survey_form")
async def take_answer(turn: Turn, reply: Reply) -> Events:
    """Saves the answer and moves on; a wish of another kind interrupts and the survey is left, as it is."""
    survey = turn.slot("survey")
    if not survey:
        return [SlotSet("survey_answer", "none"), SlotSet("requested_slot", None)]
    if any(name != "survey_form" for name in turn.acts_since):
        return [SlotSet("survey_answer", None)]
    if turn.intent in _STOPPING and (turn.pressed or turn.confidence >= 0.6) and not _figure(turn):
        return []
    step, *rest = survey["steps"]
    value, understood = _read(turn, step)
    if not understood:
        return [
            SlotSet("survey_answer", None),
            SlotSet("hint", "survey_again"),
            SlotSet("requested_slot", "survey_answer"),
        ]
    await helpdesk().answer_survey(survey["id"], _as_answer(step["code"], value) | ({} if rest else {"finished": True}))
    if not rest:
        reply.say("survey_thanks")
        return [
            SlotSet("survey", None),
            SlotSet("survey_answer", "done"),
            SlotSet("hint", None),
            SlotSet("requested_slot", None),
        ]
    return [
        SlotSet("survey", {**survey, "steps": rest}),
        SlotSet("survey_answer", None),
        SlotSet("hint", None),
        SlotSet("requested_slot", "survey_answer"),
    ]


@act("action_leave_survey")
async def leave_survey(turn: Turn, reply: Reply) -> Events:
    reply.say("survey_left")
    return [SlotSet("survey", None), ActiveLoop(None), SlotSet("requested_slot", None)]


def _buttons(turn: Turn, step: dict[str, Any]) -> list[Button]:
    if step["code"] == "comment":
        return [Button(say(turn.language, "button_skip"), "/skip")]
    if step["code"] == "contact_wanted":
        return [Button(say(turn.language, "button_yes"), "/affirm"), Button(say(turn.language, "button_no"), "/deny")]
    # "0" stands for "cannot say": a payload's entity must have a value.
    return [Button(choice["text"], f'/survey_answer{{"value":"{choice["value"] or 0}"}}') for choice in step["choices"]]


def _read(turn: Turn, step: dict[str, Any]) -> tuple[Any, bool]:
    """The value of the answer, and whether there was one."""
    if step["code"] == "comment":
        return (None if turn.intent in {"skip", "deny"} and len(turn.text) < 25 else turn.text or None), True
    if step["code"] == "contact_wanted":
        return turn.intent == "affirm", turn.intent in {"affirm", "deny", "skip"}
    if turn.intent in {"skip", "not_sure"}:
        return None, True
    figure = _figure(turn)
    choice = next((item for item in step["choices"] if turn.text and plain(item["text"]) == plain(turn.text)), None)
    if choice is not None:
        return choice["value"], True
    return (figure or None), figure is not None


def _figure(turn: Turn) -> int | None:
    if turn.entity("value") is not None:
        return int(turn.entity("value"))
    words = plain(turn.text)
    if match := re.fullmatch(r"\D{0,12}([1-5])(?:\s*(?:/|out of|از)\s*5)?\D{0,12}", words):
        return int(match[1])
    return _WORDS.get(words)


def _as_answer(code: str, value: Any) -> dict[str, Any]:
    if code in {"comment", "contact_wanted"}:
        return {code: value} if value is not None else {}
    return {"answers": {code: value}}
