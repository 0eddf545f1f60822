"""Every frame that a customer's browser may send. What the service sends is built in chat/showing.py and chat/standing.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

ClientId = Annotated[str, Field(min_length=1, max_length=64)]


class Frame(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Post(Frame):
    type: Literal["post"]
    client_id: ClientId
    body: str = Field(min_length=1, max_length=4000)


class Choose(Frame):
    type: Literal["choose"]
    client_id: ClientId
    message: int
    button: int = Field(ge=0)


class Typing(Frame):
    type: Literal["typing"]


class Read(Frame):
    type: Literal["read"]
    number: int = Field(ge=0)


class Ping(Frame):
    """With `open`, the customer has the talk before them."""

    type: Literal["ping"]
    open: bool = False


class AskPerson(Frame):
    type: Literal["ask_person"]


class LeaveQueue(Frame):
    """With `write`, the customer would rather be written to than wait."""

    type: Literal["leave_queue"]
    write: bool = False


class End(Frame):
    type: Literal["end"]


class Language(Frame):
    type: Literal["language"]
    language: Literal["en", "fa"]


Incoming = Annotated[
    Post | Choose | Typing | Read | Ping | AskPerson | LeaveQueue | End | Language, Field(discriminator="type")
]
INCOMING: TypeAdapter[Incoming] = TypeAdapter(Incoming)
