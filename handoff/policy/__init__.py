"""What the organisation promises, as data: limits, calendars, states, topics, words. Nothing here acts.

``load_policy()`` reads the packaged YAML files (or a site's own in their place), checks them against each other and
returns one immutable ``Policy``.
"""

from __future__ import annotations

from handoff.policy.broken import PolicyBroken
from handoff.policy.durations import Duration, Unit
from handoff.policy.loading import PACKAGED, Policy, lifecycle_from, load_policy
from handoff.policy.lookup import Lookup
from handoff.policy.opening_hours import opening_hours
from handoff.policy.priority import Priority, Ranking, priority, ranking
from handoff.policy.telling import PublishedInformation, outside_bodies, published_information
from handoff.policy.texts import LANGUAGES, Text

__all__ = [
    "LANGUAGES",
    "PACKAGED",
    "Duration",
    "Lookup",
    "Policy",
    "PolicyBroken",
    "Priority",
    "PublishedInformation",
    "Ranking",
    "Text",
    "Unit",
    "lifecycle_from",
    "load_policy",
    "opening_hours",
    "outside_bodies",
    "priority",
    "published_information",
    "ranking",
]
