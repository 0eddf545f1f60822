"""Sentences that people at the desk often need, ready in both languages, to be changed before sending."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.lookup import Lookup
from handoff.policy.published import known
from handoff.policy.reading import Node
from handoff.policy.texts import Text

PLACEHOLDERS = ("name", "agent", "number", "organisation", "answer_by")


@dataclass(frozen=True)
class CannedReply:
    """``code`` is what an agent types after the slash."""

    code: str
    title: Text
    body: Text


def read_canned_replies(node: Node) -> Lookup[CannedReply]:
    found = node.fields("version replies")
    return Lookup((code, _reply(code, entry)) for code, entry in found["replies"].entries())


def _reply(code: str, node: Node) -> CannedReply:
    found = node.fields("title body")
    return CannedReply(code, found["title"].text(), known(found["body"], found["body"].text(), PLACEHOLDERS))
