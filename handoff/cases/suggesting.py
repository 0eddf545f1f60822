"""Sort a complaint that nobody has sorted: a suggestion that a person confirms or changes."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.cases.events import TopicsSuggested
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.cases.models import Case, Issue
from handoff.cases.moving import ASSISTANT
from handoff.cases.opening import SuggestedTopic
from handoff.cases.stepping_up import raise_priority_to
from handoff.db import Transaction
from handoff.events import hold, record
from handoff.policy.priority import priority


async def suggest_topics(tx: Transaction, case: Case, topics: Sequence[SuggestedTopic]) -> bool:
    """Whether the suggestion was taken up: not when somebody was faster, or when no topic is one of the taxonomy.

    What weighs heavily moves the case up until a person has judged, as if it had been told in a talk.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    known = [topic for topic in topics if topic.code in tx.policy.taxonomy.topics]
    issues = await issues_of(tx, case)
    if not known or len(issues) != 1 or _is_sorted(tx, issues[0]):
        return False
    first, *more = known
    issues[0].topic, issues[0].suggested_topic, issues[0].confidence = first.code, first.code, first.confidence
    for topic in more:
        tx.add(Issue(case_id=case.id, topic=topic.code, suggested_topic=topic.code, confidence=topic.confidence))
    await tx.flush()
    await record(
        tx,
        TopicsSuggested(
            case_id=case.id, conversation_id=case.conversation_id, actor=ASSISTANT.name, topic=first.code,
            others=tuple(topic.code for topic in more),
        ),
    )  # fmt: skip
    if await latest_assessment(tx, case) is None:
        severity = max(tx.policy.taxonomy.severity_floor([topic.code for topic in known]), 2)
        least = priority(severity, 1, 1, safety="safety" in case.flags, vulnerable="vulnerable" in case.flags)
        await raise_priority_to(tx, case, least, why="topic", actor=ASSISTANT)
    return True


def _is_sorted(tx: Transaction, issue: Issue) -> bool:
    unsorted = issue.topic == tx.policy.taxonomy.to_be_classified
    return not unsorted or issue.confirmed_by is not None or issue.suggested_topic is not None
