"""docs/protocol.md says what is true: its examples parse, and what the service sends has their shape."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handoff.web.live.frames import INCOMING
from tests.handoff.web.chat.talking import frames_until, is_state, says, welcomed

PAGE = (Path(__file__).parents[4] / "docs" / "protocol.md").read_text(encoding="utf-8")
SENT, RECEIVED = PAGE.split("### What the client sends")


def examples(text: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


def shape(value: object) -> object:
    """Keys, not values: an object's keys and what hangs on them."""
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def shown(kind: str, where=lambda example: True) -> dict:
    return next(example for example in examples(SENT) if example["type"] == kind and where(example))


@pytest.mark.parametrize("example", examples(RECEIVED), ids=lambda example: example["type"])
def test_every_frame_of_a_client_is_understood(example):
    assert INCOMING.validate_python(example).type == example["type"]


def test_every_frame_that_is_understood_has_an_example():
    known = {member["properties"]["type"]["const"] for member in INCOMING.json_schema()["$defs"].values()}
    assert known == {example["type"] for example in examples(RECEIVED)}


async def test_what_the_service_sends_has_the_documented_shape(sara, conversation):
    async with sara.ws_connect(f"/chat/{conversation.id}/socket") as socket:
        welcome, _ = await welcomed(socket)
        await socket.send_json({"type": "post", "client_id": "a", "body": "Hello"})
        said = (await frames_until(socket, says("Hello")))[-1]
        await socket.send_json({"type": "ask_person"})
        frames = await frames_until(socket, is_state("queue"))
        await socket.send_json({"type": "post", "client_id": "b", "body": ""})
        refused = (await frames_until(socket, lambda frame: frame["type"] == "error"))[-1]
    assert shape(welcome) == shape(shown("welcome"))
    assert shape(said) == shape(shown("event", lambda event: event.get("message", {}).get("kind") == "text"))
    queued = next(frame for frame in frames if frame.get("event") == "conversation.queued")
    assert shape(queued) == shape(shown("event", lambda event: "message" not in event))
    documented = shape(shown("state"))
    documented["state"]["case"] = None
    assert shape(frames[-1]) == documented
    assert shape(refused) == shape(shown("error"))
