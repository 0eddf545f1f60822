"""How deep an examination goes, what may lie outside our scope, and what is done when somebody may be in danger."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.published import known
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class PlanStep:
    """Belongs to the plan of every case that is at least so severe."""

    code: str
    name: Text
    from_severity: int


@dataclass(frozen=True)
class OutOfScope:
    """Why we may not deal with a complaint. ``needs_referral``: who is responsible has to be named."""

    code: str
    name: Text
    explains: Text
    needs_referral: bool


@dataclass(frozen=True)
class SafetyStep:
    """``within``: so long after registration at the latest; None has no limit of its own."""

    code: str
    name: Text
    within: Duration | None


@dataclass(frozen=True)
class Investigation:
    """``mandatory_from``: from this severity on no decision without the whole plan."""

    mandatory_from: int
    plan: Lookup[PlanStep]
    evidence: Lookup[Text]
    interviewed: Lookup[Text]
    out_of_scope: Lookup[OutOfScope]
    how_to_challenge: Text
    safety: Lookup[SafetyStep]
    vulnerability: Lookup[Text]

    def plan_for(self, severity: int) -> tuple[PlanStep, ...]:
        """In proportion: the steps of a case of this severity."""
        return tuple(step for step in self.plan.values() if step.from_severity <= severity)


def read_investigation(node: Node) -> Investigation:
    found = node.fields(
        "version mandatory_from plan evidence interviewed out_of_scope how_to_challenge safety vulnerability"
    )
    return Investigation(
        mandatory_from=found["mandatory_from"].whole(1, 4),
        plan=Lookup((code, _plan_step(code, entry)) for code, entry in found["plan"].entries()),
        evidence=_texts(found["evidence"]),
        interviewed=_texts(found["interviewed"]),
        out_of_scope=Lookup((code, _out_of_scope(code, entry)) for code, entry in found["out_of_scope"].entries()),
        how_to_challenge=known(found["how_to_challenge"], found["how_to_challenge"].text(), ["email"]),
        safety=Lookup((code, _safety_step(code, entry)) for code, entry in found["safety"].entries()),
        vulnerability=_texts(found["vulnerability"]),
    )


def _texts(node: Node) -> Lookup[Text]:
    return Lookup((code, entry.text()) for code, entry in node.entries())


def _plan_step(code: str, node: Node) -> PlanStep:
    found = node.fields("en fa from_severity")
    return PlanStep(code, node.text_of(found["en"], found["fa"]), found["from_severity"].whole(1, 4))


def _out_of_scope(code: str, node: Node) -> OutOfScope:
    found = node.fields("en fa explains referral")
    name = node.text_of(found["en"], found["fa"])
    return OutOfScope(code, name, found["explains"].text(), found["referral"].flag())


def _safety_step(code: str, node: Node) -> SafetyStep:
    found = node.fields("en fa", "within")
    within = found["within"].duration() if "within" in found else None
    return SafetyStep(code, node.text_of(found["en"], found["fa"]), within)
