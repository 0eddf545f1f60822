"""Are complainants treated alike, whatever their language, their way in, or whether they gave a name?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from handoff.cases import Case, Issue
from handoff.db import Transaction
from handoff.insights.sight import counted_cases
from handoff.insights.statistics.comparing import Place, funnel
from handoff.staff import Agent

LEAST = 10  # decided points; of fewer nothing can be said


@dataclass(frozen=True)
class Compared:
    """How often points were upheld, wholly or in part, for each group of complainants. `by`: language, channel, named."""

    by: str
    groups: Sequence[Place]

    @property
    def remarkable(self) -> list[Place]:
        return [place for place in self.groups if place.outside]


async def compare_groups(tx: Transaction, agent: Agent) -> list[Compared]:
    """Over all decided points that this person may count. What stands out is a question to ask, not an answer."""
    counts: dict[str, dict[str, list[int]]] = {
        by: defaultdict(lambda: [0, 0]) for by in ("language", "channel", "named")
    }
    rows = await tx.execute(
        select(Issue.outcome, Case.language, Case.channel, Case.anonymous)
        .join(Case, Case.id == Issue.case_id)
        .where(counted_cases(tx, agent), Issue.outcome.is_not(None))
    )
    for outcome, language, channel, anonymous in rows:
        groups = {"language": language, "channel": channel, "named": "anonymous" if anonymous else "named"}
        for by, group in groups.items():
            counts[by][group][0] += outcome in ("upheld", "partly_upheld")
            counts[by][group][1] += 1
    return [Compared(by, funnel(_pairs(groups), LEAST)) for by, groups in counts.items()]


def _pairs(groups: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {group: (hits, n) for group, (hits, n) in groups.items()}
