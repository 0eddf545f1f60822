"""What a complainant does about their case, by a button of ours in the talk or through the assistant.

The service carries it out itself: it works while a person speaks, and while the assistant is away.
"""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.accepting import accept, reject
from handoff.cases.adding import add_information
from handoff.cases.moving import CUSTOMER
from handoff.cases.remedying import confirm_done, report_not_done
from handoff.cases.withdrawing import withdraw
from handoff.conversations import Conversation, ask_for_person, post_message
from handoff.conversations.locking import lock
from handoff.conversations.posting import posted_with
from handoff.db import Transaction
from handoff.i18n import left_to_right, mark, translate

ADDED = mark("I have added this to case {number}. The person who looks into it will read it.")
ACCEPTED = mark("Thank you. I have noted that you accept the answer to case {number}.")
REJECTED = mark(
    "I have noted that you are not satisfied with the answer to case {number}. You need not give a reason. "
    "Someone will look at it again and write to you."
)
DONE = mark("Thank you. I have noted that what was promised in case {number} was done.")
NOT_DONE = mark("I have noted that something promised in case {number} was not done. The person in charge is told now.")
WITHDRAWN = mark("Case {number} is withdrawn, as you wish. You can come back to it at any time.")
TELL_MORE = mark("Please write here what you want to add to case {number}.")


async def act_on(tx: Transaction, case: Case, act: str, text: str | None, *, how: str) -> str:
    """Do what the complainant wants with their case; the msgid of what is said about it.

    `act`: add_information, accept, reject, ask_review, confirm_done, not_done, withdraw. Words said before there is an answer
    to accept or reject are kept as an addition. Raises what the acts raise.
    """
    if act == "withdraw":
        await withdraw(tx, case, actor=CUSTOMER)
        return WITHDRAWN
    elif act == "add_information":
        await add_information(tx, case, text=text or "", actor=CUSTOMER)
        return ADDED
    elif case.state == "verifying" and act in ("accept", "confirm_done"):
        await confirm_done(tx, case, actor=CUSTOMER)
        return DONE
    elif case.state == "verifying":
        await report_not_done(tx, case, missing=text or "not done", actor=CUSTOMER)
        return NOT_DONE
    elif case.state != "responded" and text and text.strip():
        await add_information(tx, case, text=text, actor=CUSTOMER)
        return ADDED
    elif act == "accept":
        await accept(tx, case, how=how, actor=CUSTOMER, words=text)
        return ACCEPTED
    else:
        await reject(tx, case, how=how, actor=CUSTOMER, words=text)
        return REJECTED


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
    words = None if case.state in ("responded", "verifying") else title
    said = TELL_MORE if act == "add_information" else await act_on(tx, case, act, words, how="chat")
    text = translate(conversation.language, said, number=left_to_right(case.number))
    await post_message(tx, conversation, author="system", kind="notice", body=text, client_id=f"done:{message.id}")
