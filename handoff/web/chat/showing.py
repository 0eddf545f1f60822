"""Events of the log as the customer's browser receives them."""

from __future__ import annotations

from typing import Any

from handoff import events
from handoff.conversations import Conversation, MessageView, read_messages
from handoff.db import Transaction
from handoff.follow_ups.receipts import receipt_card
from handoff.staff import Agent


async def frames_since(tx: Transaction, conversation: Conversation, after: int) -> list[dict[str, Any]]:
    """Everything public with a number above `after`, in order, with the texts of the messages."""
    rows = await events.since(tx, conversation_id=conversation.id, after=after, public_only=True)
    if not rows:
        return []
    messages = {view.id: view for view in await read_messages(tx, conversation, private=False, after=after)}
    frames = []
    for row in rows:
        frame: dict[str, Any] = {"type": "event", "number": row.number, "event": row.name, "at": row.at.isoformat()}
        view = messages.get(row.data.get("message_id", 0))
        if view is not None:
            frame["message"] = await _message(tx, conversation, view)
        frames.append(frame)
    return frames


async def _message(tx: Transaction, conversation: Conversation, view: MessageView) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": view.id,
        "author": view.author,
        "name": await agent_name(tx, view.agent_id, conversation.language),
        "kind": view.kind,
        "body": view.body,
        "buttons": [{"title": button["title"]} for button in view.data.get("buttons", ())],
        "client_id": view.client_id if view.author == "customer" else None,
    }
    if view.kind == "file":
        shown["file"] = file_facts(view)
    if "receipt" in view.data:
        shown["card"] = await receipt_card(tx, view.data, conversation.language)
    return shown


def file_facts(view: MessageView) -> dict[str, Any]:
    file_id = view.data["file"]
    return {
        "id": file_id,
        "name": view.body,
        "type": view.data["type"],
        "size": view.data["size"],
        "url": f"/chat/files/{file_id}",
    }


async def agent_name(tx: Transaction, agent_id: int | None, language: str) -> str | None:
    if agent_id is None:
        return None
    agent = await tx.get(Agent, agent_id)
    return agent.display_name(language) if agent else None
