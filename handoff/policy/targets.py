"""What the organisation promises by priority, beside the limits of the preset in force."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.durations import Duration, Unit
from handoff.policy.lookup import Lookup
from handoff.policy.priority import Priority
from handoff.policy.reading import Node


@dataclass(frozen=True)
class Target:
    ack: Duration
    first_contact: Duration
    update_every: Duration
    target_final: Duration
    outer_limit: Duration
    refund_paid: Duration
    interim_measure: Duration | None


@dataclass(frozen=True)
class SafetyTarget:
    """Counted day and night from the moment a safety word was seen."""

    first_contact: Duration
    containment: Duration
    page_again_every: Duration


@dataclass(frozen=True)
class ServiceTargets:
    """``alert_read``: so long an alert about a serious complaint may stay unread before it climbs a level."""

    by_priority: Lookup[Target]
    safety: SafetyTarget
    alert_read: Duration


def read_targets(node: Node) -> ServiceTargets:
    found = node.fields("version targets safety", "alert_read")
    targets = found["targets"].fields(" ".join(Priority))
    safety = found["safety"].fields("first_contact containment page_again_every")
    return ServiceTargets(
        by_priority=Lookup((name, _target(targets[name])) for name in Priority),
        safety=SafetyTarget(**{name: entry.duration() for name, entry in safety.items()}),
        alert_read=found["alert_read"].duration() if "alert_read" in found else Duration(1, Unit.WORKING_HOUR),
    )


def _target(node: Node) -> Target:
    found = node.fields("ack first_contact update_every target_final outer_limit refund_paid", "interim_measure")
    limits = {name: entry.duration() for name, entry in found.items()}
    return Target(**{"interim_measure": None, **limits})  # type: ignore[arg-type]
