"""Reading a customer's socket in tests."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientWebSocketResponse

Frame = dict[str, Any]


async def frames_until(socket: ClientWebSocketResponse, wanted) -> list[Frame]:
    """Frames up to the first for which `wanted(frame)` holds, that one included."""
    frames: list[Frame] = []
    while not frames or not wanted(frames[-1]):
        frames.append(await socket.receive_json(timeout=5))
    return frames


async def welcomed(socket: ClientWebSocketResponse) -> tuple[Frame, list[Frame]]:
    """The welcome, and everything that was caught up."""
    welcome = await socket.receive_json(timeout=5)
    assert welcome["type"] == "welcome"
    caught_up: list[Frame] = []
    while caught_up[-1]["number"] < welcome["last"] if caught_up else welcome["last"] > 0:
        caught_up.append(await socket.receive_json(timeout=5))
    return welcome, caught_up


def says(body: str):
    return lambda frame: frame.get("message", {}).get("body") == body


def is_state(speaker: str):
    return lambda frame: frame["type"] == "state" and frame["state"]["speaker"] == speaker


def of_kind(kind: str):
    return lambda frame: frame["type"] == kind
