"""Events of a talk as the desk's browser receives them: as the customer's, and private notes."""

from __future__ import annotations

from typing import Any

from handoff import events
from handoff.cases import Case
from handoff.conversations import Conversation, MessageView
from handoff.db import Transaction
from handoff.insights.people import people_by_id
from handoff.insights.seen_messages import seen_messages
from handoff.insights.talks import TalkLine, talk_line
from handoff.staff import Agent
from handoff.web.console.standing import speaker_name, standing_words, talk_title

NEWEST = 300


async def frames_since(tx: Transaction, agent: Agent, conversation: Conversation, after: int) -> list[dict[str, Any]]:
    """Everything with a number above `after`, in order."""
    rows = await events.since(tx, conversation_id=conversation.id, after=after, public_only=False)
    if not rows:
        return []
    views = {view.id: view for view in await seen_messages(tx, agent, conversation, after=after)}
    people = await people_by_id(tx, {view.agent_id for view in views.values() if view.agent_id})
    title = talk_title(await talk_line(tx, agent, conversation), agent)
    frames = []
    for row in rows[-NEWEST:]:
        frame: dict[str, Any] = {"type": "event", "number": row.number, "event": row.name, "at": row.at.isoformat()}
        if view := views.get(row.data.get("message_id", 0)):
            frame["message"] = _message(view, agent) | {"name": speaker_name(view, title, people, agent.language)}
        frames.append(frame)
    return frames


async def standing(tx: Transaction, agent: Agent, conversation: Conversation) -> dict[str, Any]:
    """Where the talk stands: who speaks, whether it is this person, and the case."""
    line: TalkLine = await talk_line(tx, agent, conversation)
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    return {
        "speaker": conversation.speaker,
        "agent": {"name": line.agent.display_name(agent.language)} if line.agent else None,
        "mine": conversation.speaker == "agent" and conversation.agent_id == agent.id,
        "open": conversation.closed_at is None,
        "words": standing_words(line, agent),
        "case": {"number": case.number, "state": case.state} if case else None,
    }


def _message(view: MessageView, agent: Agent) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": view.id,
        "author": view.author,
        "mine": view.agent_id == agent.id,
        "kind": view.kind,
        "body": view.body,
        "buttons": [{"title": button["title"]} for button in view.data.get("buttons", ())],
        "client_id": view.client_id if view.agent_id == agent.id else None,
    }
    if view.kind == "file":
        shown["file"] = {
            "id": view.data["file"], "name": view.body, "type": view.data["type"], "size": view.data["size"],
            "url": f"/console/files/{view.data['file']}",
        }  # fmt: skip
    return shown
