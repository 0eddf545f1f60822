"""A talk between a customer and the assistant or a person, and who may speak in it."""

from handoff.conversations.closing import close_conversation
from handoff.conversations.handover import ask_for_person, hand_back, leave_queue, take, transfer
from handoff.conversations.models import Attachment, Conversation, Message
from handoff.conversations.opening import open_conversation
from handoff.conversations.posting import post_message
from handoff.conversations.reading import MessageView, mark_read, read_message, read_messages

__all__ = [
    "Attachment",
    "Conversation",
    "Message",
    "MessageView",
    "ask_for_person",
    "close_conversation",
    "hand_back",
    "leave_queue",
    "mark_read",
    "open_conversation",
    "post_message",
    "read_message",
    "read_messages",
    "take",
    "transfer",
]
