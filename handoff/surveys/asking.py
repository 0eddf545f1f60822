"""The questions of one survey."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.db import Transaction
from handoff.policy.survey import Item
from handoff.surveys.models import Survey


def questions_of(tx: Transaction, survey: Survey) -> Sequence[Item]:
    """The items, in the order in which they are asked."""
    return [tx.policy.survey.item(code) for code in survey.items]


def unanswered(tx: Transaction, survey: Survey) -> Sequence[Item]:
    """Those that have no answer yet; "cannot say" is an answer."""
    return [item for item in questions_of(tx, survey) if item.code not in survey.answers]
