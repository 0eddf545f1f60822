"""What happens to a case after its answer."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerPartlyAccepted(Event):
    """The complainant is content with the answer to some issues and not with the rest."""

    name = "case.answer_partly_accepted"
    how: str
    issues: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ClosingHeldUp(Event):
    """The case could not close: these lines of the closing checklist are open."""

    name = "case.closing_held_up"
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RemediesConfirmed(Event):
    """The complainant said that what was promised was done, while a line of ours was still open. The yes stands."""

    name = "case.remedies_confirmed"


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """A second look by somebody new is wanted: by the complainant, or by the policy itself."""

    name = "case.review_asked"
    review_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ReviewerMissing(Event):
    """Nobody was found who may review the case: a person has to name somebody."""

    name = "case.reviewer_missing"
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewBegun(Event):
    """Somebody who was not involved looks at the case afresh."""

    name = "case.review_begun"
    review_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewDecided(Event):
    """The second look came to a decision. `changed`: the issues whose outcome is another than before."""

    name = "case.review_decided"
    review_id: int
    result: str
    changed: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CaseTakenOutside(Event):
    """An outside body looks at the case."""

    name = "case.taken_outside"
    referral_id: int
    body: str


@dataclass(frozen=True, kw_only=True)
class CaseFileBuilt(Event):
    """The case file for an outside body was put together; its content has this SHA-256."""

    name = "case.file_built"
    bundle_id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CaseFileSent(Event):
    """The case file was handed to the outside body."""

    name = "case.file_sent"
    referral_id: int


@dataclass(frozen=True, kw_only=True)
class OutsideDecided(Event):
    """The outside body decided, or sent the case back."""

    name = "case.outside_decided"
    referral_id: int
    result: str


@dataclass(frozen=True, kw_only=True)
class RemedyMoved(Event):
    """A remedy was given another date. Both in ISO 8601, UTC."""

    name = "case.remedy_moved"
    item_id: int
    before: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class RemedyDisputed(Event):
    """The complainant says that a remedy which we noted as done was not done."""

    name = "case.remedy_disputed"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class RemedyWaived(Event):
    """The complainant does not want a remedy any more; what was offered instead, if anything, is another item."""

    name = "case.remedy_waived"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class PriorityRaised(Event):
    """The priority went up a step: the case was opened again, or a remedy failed."""

    name = "case.priority_raised"
    priority: str
    before: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """A closed case is open again. Why: remedy_failed, new_evidence, point_missed, came_back, other."""

    name = "case.reopened"
    why: str
    closed_as: str


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """The complainant took the complaint back. `goes_on`: a duty of ours remains, and we look into it ourselves."""

    name = "case.withdrawn"
    how: str
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawalRefused(Event):
    """A withdrawal was not taken, since it was not the complainant's own idea."""

    name = "case.withdrawal_refused"


@dataclass(frozen=True, kw_only=True)
class RepresentativeNamed(Event):
    """Somebody complains for another: whether they may, and what they may hear, has to be settled."""

    name = "case.representative_named"
    party_id: int


@dataclass(frozen=True, kw_only=True)
class AuthorityRecorded(Event):
    """It was noted whether a representative may act for the complainant, and what they may hear: everything, status, nothing."""

    name = "case.authority_recorded"
    party_id: int
    scope: str


@dataclass(frozen=True, kw_only=True)
class PageWritten(Event):
    """Somebody of us wrote to the complainant on the page of the case."""

    name = "case.page_written"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class BlockerNoted(Event):
    """Whoever answers for the case noted what stands in the way, or that nothing does any more."""

    name = "case.blocker_noted"
