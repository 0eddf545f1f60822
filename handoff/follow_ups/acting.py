"""What a complainant does about their case: on its page, by a link in a letter, by a button in the talk, through the assistant.

The service carries it out itself: it works while a person speaks, and while the assistant is away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept, accept_late, reject
from handoff.cases.adding import add_information
from handoff.cases.moving import CUSTOMER, move
from handoff.cases.remedying import confirm_done, report_not_done
from handoff.cases.reopening import reopen
from handoff.cases.reviewing import ask_after_closing
from handoff.cases.withdrawing import OWN, withdraw
from handoff.conversations import Conversation, ask_for_person, post_message
from handoff.conversations.locking import lock
from handoff.conversations.posting import posted_with
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.i18n import left_to_right, mark, translate

SAID: Final = {
    "add_information": mark("I have added this to case {number}. The person who looks into it will read it."),
    "accept": mark("Thank you. I have noted that you accept the answer to case {number}."),
    "accept_part": mark(
        "Thank you. I have noted which part of the answer to case {number} you accept. Somebody new looks at the rest."
    ),
    "reject": mark(
        "I have noted that you are not satisfied with the answer to case {number}. You need not give a reason. "
        "Someone will look at it again and write to you."
    ),
    "tell_new": mark("I have noted what is new in case {number}. It is looked into again, and you get another answer."),
    "confirm_done": mark("Thank you. I have noted that what was promised in case {number} was done."),
    "not_done": mark(
        "I have noted that something promised in case {number} was not done. The person in charge is told now."
    ),
    "accept_late": mark("Thank you. What we offered in case {number} is carried out now."),
    "look_into": mark("Case {number} is now looked into point by point."),
    "reopen": mark("Case {number} is open again. A person looks into it and writes to you."),
    "ask_review": mark("Somebody who was not involved before looks at case {number} afresh."),
    "withdraw": mark("Case {number} is withdrawn, as you wish. You can come back to it at any time."),
    "goes_on": mark(
        "We leave you in peace about case {number}. Since others may be concerned, we go on looking into it by ourselves."
    ),
    "refused": mark(
        "Case {number} stays open. To withdraw has to be your own idea: a supervisor looks at what happened and contacts you."
    ),
}
TELL_MORE = mark("Please write here what you want to add to case {number}.")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What comes with an act: words, the points and remedies that are meant, why it comes back, and whose idea it was."""

    how: str
    text: str = ""
    issues: Collection[int] = ()
    items: Collection[int] = ()
    why: str = "other"
    idea: str = OWN
    actor: Actor = CUSTOMER


async def act_on(tx: Transaction, case: Case, act: str, wish: Wish) -> str:
    """Do what the complainant wants with their case; the msgid of what is said about it. Raises what the acts raise.

    In a talk people say yes and no to whatever they were asked last: to the answer, to what was promised, or to how it ended.
    """
    act = _meant(case, act, wish)
    return SAID[await ACTS[act](tx, case, wish) or act]


async def choose(
    tx: Transaction, conversation: Conversation, *, act: str, case_id: int, title: str, client_id: str
) -> None:
    """The customer pressed one of our own buttons: post it as their words, do it, and say what was done.

    The same `client_id` twice is one choice.
    """
    await lock(tx, conversation)
    if await posted_with(tx, conversation, client_id):
        return
    message = await post_message(
        tx, conversation, author="customer", body=title, client_id=client_id, for_assistant=False
    )
    case = await tx.get_one(Case, case_id)
    if act in ("ask_question", "ask_person"):
        await ask_for_person(tx, conversation, reason="asked", actor="customer")
        return
    words = "" if case.state in ("responded", "verifying") else title
    said = TELL_MORE if act == "add_information" else await act_on(tx, case, act, Wish(how="chat", text=words))
    text = translate(conversation.language, said, number=left_to_right(case.number))
    await post_message(tx, conversation, author="system", kind="notice", body=text, client_id=f"done:{message.id}")


def _meant(case: Case, act: str, wish: Wish) -> str:
    if act == "accept" and case.state == "verifying":
        return "confirm_done"
    elif act in ("reject", "ask_review") and case.state == "verifying":
        return "not_done"
    elif act == "accept" and case.state == "unresolved_watch":
        return "accept_late"
    elif act == "reject" and case.state == "closed":
        return "reopen"
    elif act == "ask_review" and case.state == "responded":
        return "reject"
    elif act in ("accept", "reject", "ask_review") and case.state not in ("responded", "closed") and wish.text.strip():
        return "add_information"  # words said before there is anything to accept or reject are kept
    else:
        return act


async def _accept(tx: Transaction, case: Case, wish: Wish) -> None:
    await accept(tx, case, how=wish.how, actor=wish.actor, words=wish.text or None)


async def _accept_part(tx: Transaction, case: Case, wish: Wish) -> None:
    await accept(tx, case, how=wish.how, actor=wish.actor, words=wish.text or None, issues=wish.issues)


async def _reject(tx: Transaction, case: Case, wish: Wish) -> None:
    await reject(tx, case, how=wish.how, actor=wish.actor, words=wish.text or None)


async def _tell_new(tx: Transaction, case: Case, wish: Wish) -> None:
    if not wish.text.strip():
        raise Invalid("Please write what was missed, or what is new.", code="words_missing")
    await reject(tx, case, how=wish.how, actor=wish.actor, new=wish.text)


async def _confirm(tx: Transaction, case: Case, wish: Wish) -> None:
    await confirm_done(tx, case, actor=wish.actor)


async def _not_done(tx: Transaction, case: Case, wish: Wish) -> None:
    missing = wish.text.strip() or translate(case.language, mark("not done"))
    await report_not_done(tx, case, missing=missing, actor=wish.actor, items=wish.items or None)


async def _accept_late(tx: Transaction, case: Case, wish: Wish) -> None:
    await accept_late(tx, case, how=wish.how, actor=wish.actor, words=wish.text or None)


async def _look_into(tx: Transaction, case: Case, wish: Wish) -> None:
    await move(tx, case, "T09", Actor(wish.actor.name, "complainant", wish.actor.id))


async def _reopen(tx: Transaction, case: Case, wish: Wish) -> None:
    reason = wish.text.strip() or translate(case.language, mark("not settled"))
    await reopen(tx, case, reason=reason, why=wish.why, actor=Actor(wish.actor.name, "complainant", wish.actor.id))


async def _ask_review(tx: Transaction, case: Case, wish: Wish) -> None:
    await ask_after_closing(tx, case, how=wish.how, actor=wish.actor, words=wish.text or None)


async def _add(tx: Transaction, case: Case, wish: Wish) -> None:
    await add_information(tx, case, text=wish.text, actor=wish.actor)


async def _withdraw(tx: Transaction, case: Case, wish: Wish) -> str | None:
    result = await withdraw(tx, case, actor=wish.actor, how=wish.how, words=wish.text or None, idea=wish.idea)
    return None if result == "closed" else result


ACTS: Final[dict[str, Callable[[Transaction, Case, Wish], Awaitable[str | None]]]] = {
    "accept": _accept,
    "accept_part": _accept_part,
    "reject": _reject,
    "tell_new": _tell_new,
    "confirm_done": _confirm,
    "not_done": _not_done,
    "accept_late": _accept_late,
    "look_into": _look_into,
    "reopen": _reopen,
    "ask_review": _ask_review,
    "add_information": _add,
    "withdraw": _withdraw,
}
