"""What happens in a talk."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(Event):
    """A customer opened the talk."""

    name = "conversation.opened"
    public = True
    language: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    """A message, notice or card that the customer may read."""

    name = "message.posted"
    public = True
    message_id: int
    author: str
    kind: str
    agent_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class FilesAdded(Event):
    """The complainant added files to the case, beside the talk."""

    name = "case.files_added"
    count: int


@dataclass(frozen=True, kw_only=True)
class NotePosted(Event):
    """A private note among staff."""

    name = "note.posted"
    message_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRequested(Event):
    """The talk waits for a person. Reason: asked, safety, misunderstood, assistant_down, case_needs_person, anger, transfer."""

    name = "conversation.queued"
    public = True
    reason: str


@dataclass(frozen=True, kw_only=True)
class DangerTold(Event):
    """A talk that waits already turned out to be about danger: it goes first from now on."""

    name = "conversation.danger_told"
    public = True


@dataclass(frozen=True, kw_only=True)
class ConversationTaken(Event):
    """A person took the talk; from now on only people speak."""

    name = "conversation.taken"
    public = True
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class QueueLeft(Event):
    """The customer no longer waits: the assistant goes on."""

    name = "conversation.queue_left"
    public = True


@dataclass(frozen=True, kw_only=True)
class HandedBack(Event):
    """The person gave the talk back to the assistant."""

    name = "conversation.handed_back"
    public = True
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class LanguageChanged(Event):
    """The talk goes on in another language."""

    name = "conversation.language_changed"
    public = True
    language: str


@dataclass(frozen=True, kw_only=True)
class CaseLinked(Event):
    """The talk is about a case from now on."""

    name = "conversation.case_linked"
    public = True


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(Event):
    """The talk ended. Writing again opens it anew."""

    name = "conversation.closed"
    public = True


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(Event):
    """The customer wrote again after the end."""

    name = "conversation.reopened"
    public = True
