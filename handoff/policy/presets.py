"""Sets of time limits, one per regime: what a retailer promises itself, what a regulator demands of a bank."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text

FINAL_FROM = ("receipt", "acknowledgement", "portal")
ROLLS = ("next_wd",)
CONFIDENCE = ("S", "K", "D")  # read in a source · background knowledge, check · our default


@dataclass(frozen=True)
class Preset:
    """The limits of one regime. A limit that is None is not set by it.

    ``hard``: set from outside the organisation. ``pausable``: may time spent waiting for the complainant be left out?
    ``final_from``: what the final answer is counted from. ``roll``: what happens to a calendar limit that ends on a
    day off (None: nothing, the safer reading).
    """

    DURATIONS: ClassVar[tuple[str, ...]]

    code: str
    name: Text
    where: str
    hard: bool
    pausable: bool
    final_from: str
    roll: str | None
    holiday_set: str | None
    in_force: date | None
    confidence: str
    note: Text | None
    source: str
    ack: Duration | None = None
    human_contact: Duration | None = None
    early_window: Duration | None = None
    target_final: Duration | None = None
    hard_final: Duration | None = None
    extension: Duration | None = None
    extension_to: Duration | None = None
    update_every: Duration | None = None
    acceptance_window: Duration | None = None
    stage2_ack: Duration | None = None
    stage2_final: Duration | None = None
    stage2_extension: Duration | None = None
    outcome_letter_after_investigation: Duration | None = None
    second_look_by: Duration | None = None
    external_window: Duration | None = None
    external_finding: Duration | None = None
    round1: Duration | None = None
    round2: Duration | None = None
    round3: Duration | None = None
    amber_idle: Duration | None = None
    red_idle: Duration | None = None
    archive_after: Duration | None = None
    retention: Duration | None = None

    def is_in_force(self, day: date) -> bool:
        return self.in_force is None or self.in_force <= day

    def duration(self, field: str) -> Duration | None:
        """The limit of this name; KeyError when no preset knows such a limit."""
        if field not in Preset.DURATIONS:
            raise KeyError(field)
        found: Duration | None = getattr(self, field)
        return found


Preset.DURATIONS = tuple(field.name for field in fields(Preset) if field.default is None)


def read_presets(node: Node) -> Lookup[Preset]:
    found = node.fields("version presets")
    return Lookup((code, _preset(code, entry)) for code, entry in found["presets"].entries())


def _preset(code: str, node: Node) -> Preset:
    found = node.fields(
        "en fa where hard pausable conf source",
        "final_from roll holiday_set in_force note " + " ".join(Preset.DURATIONS),
    )
    limits = {
        name: found[name].duration() for name in Preset.DURATIONS if name in found and found[name].value is not None
    }
    if not limits and not any(name in found for name in Preset.DURATIONS):
        raise node.broken("sets no limit at all; write the one it leaves to others as null")
    return Preset(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        where=found["where"].string(),
        hard=found["hard"].flag(),
        pausable=found["pausable"].flag(),
        final_from=found["final_from"].choice(FINAL_FROM) if "final_from" in found else "receipt",
        roll=found["roll"].choice(ROLLS) if "roll" in found else None,
        holiday_set=found["holiday_set"].string() if "holiday_set" in found else None,
        in_force=found["in_force"].day() if "in_force" in found else None,
        confidence=found["conf"].choice(CONFIDENCE),
        note=found["note"].text() if "note" in found else None,
        source=found["source"].string(),
        **limits,
    )
