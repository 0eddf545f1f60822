"""The talks as a desk lists them: who waits, since when, about what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from handoff.cases import Case, Draft
from handoff.cases.drafting import read_draft
from handoff.cases.parties import Contact, complainant_of, names_of
from handoff.conversations import Conversation, Message
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.insights.masking import name_seen, text_masker
from handoff.insights.sight import seen_talks
from handoff.insights.views import view_of_talk, views_of
from handoff.staff import Agent

LONGEST_PREVIEW = 140  # characters
MOST = 60  # talks in one list


@dataclass(frozen=True)
class TalkLine:
    """One talk in a list. `name` is the customer's when they gave one; `unread` counts what they wrote since it was read."""

    talk: Conversation
    case: Case | None
    agent: Agent | None
    name: str | None
    preview: str
    unread: int

    @property
    def waits_since(self) -> datetime | None:
        """Since when the customer waits for a person's word; None when it is their turn."""
        if self.talk.speaker == "queue":
            return self.talk.queued_at
        elif self.talk.speaker != "agent" or self.talk.last_customer_at is None:
            return None
        elif self.talk.last_agent_at is None or self.talk.last_agent_at < self.talk.last_customer_at:
            return max(self.talk.last_customer_at, self.talk.taken_at or self.talk.last_customer_at)
        else:
            return None


async def waiting_talks(tx: Transaction, agent: Agent) -> list[TalkLine]:
    """The queue: safety first, then who came first. Of a very long one the beginning."""
    query = seen_talks(tx, select(Conversation).where(Conversation.speaker == "queue"), agent)
    first = Conversation.handover_reason.is_distinct_from("safety"), Conversation.queued_at, Conversation.id
    return await _lines(tx, agent, (await tx.scalars(query.order_by(*first).limit(MOST))).all())


async def talks_of(tx: Transaction, agent: Agent) -> list[TalkLine]:
    """The talks in which this person speaks, in the order in which they were taken: it does not change under the cursor."""
    query = select(Conversation).where(Conversation.speaker == "agent", Conversation.agent_id == agent.id)
    return await _lines(
        tx, agent, (await tx.scalars(query.order_by(Conversation.taken_at, Conversation.id).limit(MOST))).all()
    )


async def other_talks(tx: Transaction, agent: Agent) -> list[TalkLine]:
    """What colleagues and the assistant are talking about now, for who leads."""
    query = select(Conversation).where(
        Conversation.speaker.in_(("agent", "assistant")),
        Conversation.agent_id.is_(None) | (Conversation.agent_id != agent.id),
        Conversation.last_customer_at.is_not(None),
    )
    rows = await tx.scalars(seen_talks(tx, query, agent).order_by(Conversation.last_customer_at.desc()).limit(30))
    return await _lines(tx, agent, rows.all())


async def talk_line(tx: Transaction, agent: Agent, conversation: Conversation) -> TalkLine:
    return (await _lines(tx, agent, [conversation]))[0]


async def customer_name(tx: Transaction, conversation: Conversation, case: Case | None) -> str | None:
    """The name the customer gave, in the case or in what they have told so far."""
    try:
        if case is not None:
            return (await complainant_of(tx, case)).name
        name = (await read_draft(tx, conversation.id)).get("name")
    except Erased:
        return None
    return str(name) if name else None


async def _lines(tx: Transaction, agent: Agent, talks: Sequence[Conversation]) -> list[TalkLine]:
    if not talks:
        return []
    ids = [talk.id for talk in talks]
    case_ids = [talk.case_id for talk in talks if talk.case_id]
    agent_ids = [talk.agent_id for talk in talks if talk.agent_id]
    cases = {case.id: case for case in await tx.scalars(select(Case).where(Case.id.in_(case_ids)))}
    agents = {agent.id: agent for agent in await tx.scalars(select(Agent).where(Agent.id.in_(agent_ids)))}
    previews, unread = await _last_words(tx, ids), await _unread(tx, ids)
    views, names = await views_of(tx, agent, cases.values()), await names_of(tx, cases.values())
    await keys.take_out(tx, [talk.owner for talk in talks])
    drafts = await _drafts(tx, ids)
    lines = []
    for talk in talks:
        case = cases.get(talk.case_id or 0)
        view = views[case.id] if case else view_of_talk(tx, agent, talk)
        name = names[case.id] if case else await customer_name(tx, talk, None) if talk.id in drafts else None
        words = text_masker(view, agent.language, Contact(name=name))
        lines.append(
            TalkLine(
                talk=talk, case=case, agent=agents.get(talk.agent_id or 0), name=name_seen(name, view),
                preview=words(await _words(tx, talk, previews.get(talk.id))) or "", unread=unread.get(talk.id, 0),
            )
        )  # fmt: skip
    return lines


async def _drafts(tx: Transaction, ids: Sequence[int]) -> dict[int, Draft]:
    """Read in one go, by talk; while they are held, reading each of them again costs nothing."""
    return {row.conversation_id: row for row in await tx.scalars(select(Draft).where(Draft.conversation_id.in_(ids)))}


async def _last_words(tx: Transaction, ids: Sequence[int]) -> dict[int, Message]:
    """The newest message of the customer in each talk."""
    newest = (
        select(func.max(Message.id))
        .where(Message.conversation_id.in_(ids), Message.author == "customer")
        .group_by(Message.conversation_id)
    )
    return {row.conversation_id: row for row in await tx.scalars(select(Message).where(Message.id.in_(newest)))}


async def _unread(tx: Transaction, ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(Message.conversation_id, func.count(Message.id))
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.conversation_id.in_(ids), Message.author == "customer", Message.number > Conversation.agent_read)
        .group_by(Message.conversation_id)
    )
    return dict((await tx.execute(query)).tuples().all())


async def _words(tx: Transaction, talk: Conversation, message: Message | None) -> str:
    if message is None:
        return ""
    try:
        body = await keys.unseal(tx, talk.owner, message.body)
    except Erased:
        return ""
    text = " ".join((body or "").split())
    return text if len(text) <= LONGEST_PREVIEW else text[: LONGEST_PREVIEW - 1].rstrip() + "…"
