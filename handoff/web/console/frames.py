"""Every frame that the desk may send over its sockets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from handoff.web.live.frames import ClientId, Frame, Ping, Read, Typing


class Say(Frame):
    """A reply to the customer, or with kind "note" a word among colleagues."""

    type: Literal["post"]
    client_id: ClientId
    body: str = Field(min_length=1, max_length=4000)
    kind: Literal["text", "note"] = "text"


Incoming = Annotated[Say | Typing | Read | Ping, Field(discriminator="type")]
INCOMING: TypeAdapter[Incoming] = TypeAdapter(Incoming)
