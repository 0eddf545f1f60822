"""How a plain function becomes one of Rasa's actions, and what it holds in its hands: the turn and the reply."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.helpdesk import HelpdeskError, helpdesk
from actions.saying import say
from actions.turn import Turn, read_turn

Events = list[dict[str, Any]]
log = logging.getLogger(__name__)
# What people mostly come for; offered whenever the talk stands at its beginning.
MAIN_BUTTONS = [("button_report", "/make_complaint"), ("button_status", "/ask_status"), ("button_person", "/ask_human")]
_registered: list[type[Action]] = []


class Button(NamedTuple):
    """`title` is what the customer reads and says by pressing; `payload` what the assistant hears."""

    title: str
    payload: str


class Reply:
    """Collects what the assistant says, in the customer's language."""

    def __init__(self, dispatcher: CollectingDispatcher, language: str) -> None:
        self._dispatcher, self.language = dispatcher, language

    def say(self, key: str, *, buttons: Sequence[tuple[str, str]] = (), **facts: Any) -> None:
        """Says the text `key`. Buttons are pairs of a text key and a payload."""
        self.tell(
            say(self.language, key, **facts), [Button(say(self.language, title), payload) for title, payload in buttons]
        )

    def tell(self, text: str, buttons: Sequence[Button] = ()) -> None:
        """Says words that are in the right language already, such as the service's own."""
        self._dispatcher.utter_message(text=text, buttons=[button._asdict() for button in buttons])


Act = Callable[[Turn, Reply], Awaitable[Events]]


def act(name: str) -> Callable[[Act], Act]:
    """Registers `async def verb(turn, reply) -> events` with Rasa under `name`.

    When the service cannot be reached the customer hears so, and nothing is forgotten: the slots stay as they were.
    """

    def register(function: Act) -> Act:
        async def run(
            self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
        ) -> Events:
            turn = read_turn(tracker)
            reply = Reply(dispatcher, turn.language)
            await _agree_on_language(turn)
            try:
                return await function(turn, reply)
            except HelpdeskError as error:
                log.warning("%s: the service said %s", name, error)
                reply.say("trouble", buttons=[("button_person", "/ask_human")])
                return []

        # rasa_sdk finds actions as subclasses of Action, which Python itself only holds weakly.
        _registered.append(
            type(
                function.__name__, (Action,), {"name": lambda self: name, "run": run, "__module__": function.__module__}
            )
        )
        return function

    return register


async def _agree_on_language(turn: Turn) -> None:
    """Somebody who writes Persian on an English page is answered in Persian, by the people and letters to come as well."""
    if turn.told_language and turn.told_language != turn.language:
        with contextlib.suppress(HelpdeskError):  # not worth failing a turn for; the next one tries again
            await helpdesk().speak(turn.conversation, turn.language)
