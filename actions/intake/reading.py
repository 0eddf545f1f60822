"""Understanding an answer in the light of the question it answers. Pure: a turn and a draft in, a reading out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.intake.draft import Draft
from actions.intake.topics import heard_topics
from actions.parsing.contacts import find_email, find_phone, looks_like_broken_email, name_beside_contact
from actions.parsing.facts import facts
from actions.parsing.letters import plain
from actions.parsing.products import find_product
from actions.parsing.references import find_order
from actions.parsing.remedies import asks_for_something, find_remedy, find_wish, is_unsure
from actions.parsing.stories import content_words, is_long
from actions.saying import say
from actions.turn import Turn

# What a message may be while a question of the form is open; anything else is a wish of its own and interrupts it.
_ANSWERS = {
    "make_complaint", "staff_complaint", "inform", "affirm", "deny", "skip", "not_sure", "correct", "anonymous_please",
    "choose_remedy", "nlu_fallback", "survey_answer", "service_request", "suggestion",
    "represent_someone", "set_needs", "register_as_is", "add_information", "accept_response", "reject_response", "ask_review",
}  # fmt: skip
_SURE_ENOUGH = 0.5
_LONGEST_NAME = 3  # words that may still name a thing; more go on with the story
_AFTERTHOUGHTS = (
    "no",
    "nope",
    "sorry",
    "actually",
    "wait",
    "not",
    "نه",
    "ببخشید",
    "نخیر",
    "راستش",
    "صبر",
    "اشتباه",
    "na",
)


@dataclass
class Reading:
    """`interrupts`: the message is no answer. `hint`: why the question must be put again, as a text key. `more_told`: it went on
    with the story instead of answering."""

    changes: dict[str, Any] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    confirmed: bool = False
    correcting: bool = False
    interrupts: bool = False
    hint: str | None = None
    more_told: bool = False

    @property
    def understood(self) -> bool:
        return self.hint is None


def read_answer(turn: Turn, draft: Draft) -> Reading:
    """Reads the turn as an answer to `turn.asked`."""
    asked = turn.asked or "narrative"
    if _interrupts(turn, asked):
        return Reading(interrupts=True)
    if turn.intent == "register_as_is":
        return _as_it_stands(turn, draft)
    reading = _READERS[asked](turn, draft)
    told = facts(turn.text, turn.now, turn.timezone) if turn.text else {}
    corrects = (
        asked == "confirmation"
        or turn.intent == "correct"
        or plain(turn.text).split(" ")[0].strip(",.") in _AFTERTHOUGHTS
    )
    fresh = {key: value for key, value in told.items() if corrects or key not in draft.answers}
    if asked == "remedy" and not corrects:
        fresh.pop("product", None)  # "a new phone" is the remedy, not the thing complained about
    fresh |= _wish_beside(turn, asked, corrects=corrects)
    reading.changes = fresh | reading.changes
    if reading.changes and reading.hint != "again_contact_email":
        reading.hint = None  # it was no answer to the question, and yet it told something
    return reading


def _as_it_stands(turn: Turn, draft: Draft) -> Reading:
    """Nothing more is asked: what is missing is passed over, and the summary says what that means before it is registered."""
    if not draft.answers.get("narrative"):
        return Reading(hint="again_narrative")
    missing: dict[str, Any] = {}
    if not draft.answered("remedy"):
        missing["requested_remedy"] = say(turn.language, "remedy_unsure")
    if not draft.answered("contact"):
        missing["anonymous"] = True
    return Reading(missing, skipped={"reference"})


def _wish_beside(turn: Turn, asked: str, *, corrects: bool) -> dict[str, Any]:
    """A remedy named while something else was asked: "rather a new one, and my address is…"."""
    if asked not in {"reference", "contact"}:
        return {}
    elif wish := find_wish(turn.text):
        return {"remedy_code": wish[0], "requested_remedy": wish[1]}
    elif corrects and (code := find_remedy(turn.text)):
        return {"remedy_code": code, "requested_remedy": turn.text.strip()}
    else:
        return {}


def _interrupts(turn: Turn, asked: str) -> bool:
    if turn.intent in _ANSWERS:
        return False
    if turn.pressed or turn.intent == "safety_danger":
        return True
    if asked == "contact" and (find_email(turn.text) or find_phone(turn.text)):
        return False
    if asked == "reference" and find_order(turn.text, asked=True) and turn.intent != "ask_status":
        return False
    if asked == "remedy" and find_remedy(turn.text) and turn.intent not in {"ask_human", "withdraw"}:
        return False
    if asked == "narrative" and is_long(turn.text) and turn.intent != "ask_human":
        return False
    return turn.confidence >= _SURE_ENOUGH


def _read_narrative(turn: Turn, draft: Draft) -> Reading:
    # Even "no heat" tells something; only a bare yes or no does not.
    told = len(content_words(turn.text))
    if told == 0 or (told < 2 and turn.intent in {"affirm", "deny", "skip", "not_sure"}):
        return Reading(hint="again_narrative")
    return Reading(story(turn, turn.text))


def story(turn: Turn, text: str) -> dict[str, Any]:
    """Everything a story tells: its own words, its facts, its topics, and the remedy if it asks for one."""
    changes = facts(text, turn.now, turn.timezone) | {"narrative": text, "topics": heard_topics(turn)} | _signs(turn)
    if wish := find_wish(text):
        changes |= {"remedy_code": wish[0], "requested_remedy": wish[1]}
    return changes


def _signs(turn: Turn) -> dict[str, Any]:
    """What the whole story shows of these two, which words alone may miss. Nothing when a button spoke for it."""
    signs: dict[str, Any] = {}
    if "staff_subject" in turn.heard:
        signs["staff_subject"] = turn.heard["staff_subject"] or None
    if "needs" in turn.heard:
        signs |= {"vulnerable": bool(turn.heard["needs"]) or None, "needs": "; ".join(turn.heard["needs"]) or None}
    return signs


def _read_reference(turn: Turn, draft: Draft) -> Reading:
    if turn.intent in {"skip", "deny", "not_sure"} or is_unsure(turn.text):
        return Reading(skipped={"reference"})
    if order := find_order(turn.text, asked=True):
        return Reading({"order_ref": order})
    if turn.intent == "affirm" or not content_words(turn.text):
        return Reading(hint="again_reference")
    if len(content_words(turn.text)) > _LONGEST_NAME:
        return Reading(_longer(draft, turn.text), skipped={"reference"}, more_told=True)
    return Reading({"product": find_product(turn.text) or turn.text.strip(" .،")})


def _read_remedy(turn: Turn, draft: Draft) -> Reading:
    if turn.intent == "choose_remedy" and turn.entity("remedy_code"):
        code = str(turn.entity("remedy_code"))
        return Reading({"remedy_code": code, "requested_remedy": say(turn.language, f"remedy_{code}")})
    if turn.intent == "choose_remedy":
        return Reading(hint="again_remedy_own_words")
    if turn.intent in {"skip", "not_sure"} or is_unsure(turn.text):
        return Reading({"requested_remedy": say(turn.language, "remedy_unsure"), "remedy_code": None})
    if code := find_remedy(turn.text) or "":
        return Reading({"remedy_code": code, "requested_remedy": turn.text.strip()})
    if turn.intent in {"affirm", "deny"} or not content_words(turn.text):
        return Reading(hint="again_remedy")
    if is_long(turn.text) and not asks_for_something(turn.text):
        return Reading(_longer(draft, turn.text), more_told=True)
    return Reading({"requested_remedy": turn.text.strip(), "remedy_code": None})


def _read_contact(turn: Turn, draft: Draft) -> Reading:
    found = {"email": find_email(turn.text), "phone": find_phone(turn.text)}
    if found["email"] or found["phone"]:
        found |= {"name": name_beside_contact(turn.text)}
        return Reading({key: value for key, value in found.items() if value} | {"anonymous": None})
    if turn.intent == "anonymous_please":
        return Reading({"anonymous": True})
    if looks_like_broken_email(turn.text):
        return Reading(hint="again_contact_email")
    if turn.intent in {"deny", "skip", "not_sure"}:
        # A second no, after the offer to stay anonymous, is taken at its word; the summary says so.
        return (
            Reading({"anonymous": True})
            if turn.slot("hint") == "again_contact_anonymous"
            else Reading(hint="again_contact_anonymous")
        )
    if is_long(turn.text):
        return Reading(_longer(draft, turn.text), more_told=True)
    return Reading(hint="again_contact")


def _read_confirmation(turn: Turn, draft: Draft) -> Reading:
    if turn.intent in {"affirm", "accept_response"} and not turn.slot("correcting") and not _says_something_new(turn):
        return Reading(confirmed=True)
    if (
        turn.slot("correcting")
        and turn.intent in {"deny", "affirm", "skip", "thanks"}
        and not _says_something_new(turn)
    ):
        return Reading()  # there is nothing to change after all: it is read back once more
    if turn.pressed or (turn.intent in {"deny", "correct", "reject_response"} and not _says_something_new(turn)):
        return Reading(correcting=True)
    changes: dict[str, Any] = {}
    if order := find_order(turn.text, asked=bool(turn.slot("correcting"))):
        changes["order_ref"] = order
    if wish := find_wish(turn.text):
        changes |= {"remedy_code": wish[0], "requested_remedy": wish[1]}
    elif turn.slot("correcting") and (code := find_remedy(turn.text)):
        changes |= {"remedy_code": code, "requested_remedy": turn.text.strip()}
    if turn.intent == "anonymous_please":
        changes |= {"anonymous": True, "email": None, "phone": None, "name": None}
    if changes or facts(turn.text, turn.now, turn.timezone):
        return Reading(changes)
    if len(content_words(turn.text)) >= 2:
        return Reading(_longer(draft, turn.text), more_told=True)
    return Reading(hint="again_confirmation")


def _says_something_new(turn: Turn) -> bool:
    return bool(facts(turn.text, turn.now, turn.timezone)) or find_wish(turn.text) is not None or is_long(turn.text)


def _longer(draft: Draft, text: str) -> dict[str, Any]:
    """The story with a piece added; nothing that was said is overwritten."""
    return {"narrative": "\n".join(filter(None, [draft.answers.get("narrative"), text]))}


_READERS = {
    "narrative": _read_narrative,
    "reference": _read_reference,
    "remedy": _read_remedy,
    "contact": _read_contact,
    "confirmation": _read_confirmation,
}
