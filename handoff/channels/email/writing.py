"""Write a letter, in the transaction that calls for it: so none is lost, and none is written twice."""

from __future__ import annotations

import uuid

from handoff.cases import Case
from handoff.cases.linking import make_link
from handoff.cases.parties import complainant_of
from handoff.channels.email.events import LetterWritten
from handoff.channels.email.models import Letter
from handoff.channels.email.rendering import to_html
from handoff.conversations import Conversation, read_messages
from handoff.db import Transaction, insert_once, keys
from handoff.events import record
from handoff.follow_ups.case_facts import ADDRESS
from handoff.follow_ups.events import PromptSent
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.telling import Telling
from handoff.follow_ups.wording import Said, fill, message_of, words_of
from handoff.i18n import isolate, left_to_right, mark, translate
from handoff.staff import Agent

ACKNOWLEDGEMENT = "P01"
ANSWER = "P14"
ON_PAPER = mark("The whole answer, point by point, is attached as a PDF.")
TO_ANSWER = ("accept", "reject", "ask_question", "add_information", "confirm_done", "not_done", "ask_review")


async def write_prompt(tx: Transaction, event: PromptSent) -> None:
    """A prompt that goes by letter too."""
    if "email" not in event.channels or event.case_id is None:
        return
    prompt = await tx.get_one(Prompt, event.prompt_id)
    case = await tx.get_one(Case, event.case_id)
    if event.audience == "customer":
        said = await _unread(tx, case, prompt)
    else:
        said = await words_of(tx, case, prompt, language=case.language, letter=True)
        paper = "\n\n" + translate(case.language, ON_PAPER) if event.kind == ANSWER else ""
        said = Said(said.subject, said.body + paper + await _way_to_answer(tx, case, prompt))
    await write(tx, case, said, template=event.kind, key=f"prompt:{prompt.id}:{prompt.times_sent}", prompt_id=prompt.id)


async def write(
    tx: Transaction, case: Case, said: Said, *, template: str, key: str, prompt_id: int | None = None
) -> int | None:
    """Put a letter to the complainant into the post. The letter's id; None without an address, or when it was written before.

    The greeting goes before the words and the closing after them. Links hold the place of the service's own address.
    """
    email = (await complainant_of(tx, case)).email
    if email is None:
        return None
    return await write_to(
        tx,
        case,
        said.subject,
        await _framed(tx, case, said.body),
        address=email,
        language=case.language,
        template=template,
        key=key,
        prompt_id=prompt_id,
    )


async def write_to(
    tx: Transaction, case: Case, subject: str, text: str, *, address: str, language: str, template: str, key: str,
    prompt_id: int | None = None,
) -> int | None:  # fmt: skip
    """Put a letter about a case into the post, sealed under its key. None when it was written before."""
    letter_id = await put_into_post(
        tx, subject, text, owner=case.key_owner, address=address, language=language, template=template, key=key,
        case_id=case.id, prompt_id=prompt_id,
    )  # fmt: skip
    if letter_id is not None:
        await record(tx, LetterWritten(case_id=case.id, letter_id=letter_id, template=template))
    return letter_id


async def put_into_post(
    tx: Transaction, subject: str, text: str, *, owner: str, address: str, language: str, template: str, key: str,
    **about: int | None,
) -> int | None:  # fmt: skip
    """The row that the worker sends, sealed for its `owner`. None when it was written before."""
    organisation = tx.policy.organisation
    page = to_html(
        text, subject=subject, language=language, organisation=organisation.name.say(language),
        accent=organisation.accent,
    )  # fmt: skip
    letter_id: int | None = await insert_once(
        tx,
        Letter,
        key=key,
        template=template,
        language=language,
        address=await keys.seal(tx, owner, address),
        subject=await keys.seal(tx, owner, subject),
        text=await keys.seal(tx, owner, text),
        html=await keys.seal(tx, owner, page),
        message_id=f"<{uuid.uuid4().hex}@{organisation.contact.email.rpartition('@')[2]}>",
        status="queued",
        attempts=0,
        written_at=tx.clock.now(),
        next_at=tx.clock.now(),
        **about,
    )
    return letter_id


async def _framed(tx: Transaction, case: Case, body: str) -> str:
    told = Telling(tx, case, None, case.language, letter=True)
    frame = tx.policy.prompts
    named = (await complainant_of(tx, case)).name
    greeting = await fill(told, frame.greeting_named if named else frame.greeting_unnamed)
    return f"{greeting}\n\n{body}\n\n{await fill(told, frame.closing)}"


async def _way_to_answer(tx: Transaction, case: Case, prompt: Prompt) -> str:
    """A link that answers what the letter asks, once; for everything else the page of the case."""
    labels = [button.label.say(case.language) for button in message_of(tx, prompt).buttons if button.act in TO_ANSWER]
    if not labels:
        return ""
    elif case.state in ("responded", "verifying"):
        link = left_to_right(f"{ADDRESS}/answer/{await make_link(tx, case)}")
    else:
        link = left_to_right(f"{ADDRESS}/track?number={case.number}")
    return "\n\n" + translate(
        case.language, "To answer ({choices}), open your case: {link}", choices=" · ".join(labels), link=link
    )


async def _unread(tx: Transaction, case: Case, prompt: Prompt) -> Said:
    """What a person wrote in the talk while the customer was not there."""
    conversation = await tx.get_one(Conversation, prompt.conversation_id)
    missed = [
        message
        for message in await read_messages(tx, conversation, private=False, after=conversation.customer_read)
        if message.author == "agent" and message.kind in ("text", "file")
    ]
    writer = await tx.get(Agent, missed[-1].agent_id) if missed and missed[-1].agent_id else None
    name = isolate(writer.display_name(case.language)) if writer else ""
    return Said(
        translate(case.language, "Case {number}: an answer for you", number=left_to_right(case.number)),
        translate(
            case.language,
            "{name} has written to you in the talk:\n\n{words}\n\nYou can answer there, or open your case: {link}",
            name=name,
            words="\n\n".join(isolate(message.body) for message in missed),
            link=left_to_right(f"{ADDRESS}/track?number={case.number}"),
        ),
    )
