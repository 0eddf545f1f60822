"""What happens to the confidentiality of a case."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class ContentUnmasked(Event):
    """Somebody gave a reason and sees for a while what is masked for them. The privacy officer is shown the list."""

    name = "privacy.unmasked"
    unmasking_id: int
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SensitiveSeen(Event):
    """Somebody looked at content that was unmasked, is specially protected, or is about staff."""

    name = "privacy.sensitive_seen"
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonNamed(Event):
    """Somebody is named for the case, and reads what only named people read."""

    name = "privacy.person_named"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class NamingEnded(Event):
    """Somebody is no longer named for the case."""

    name = "privacy.naming_ended"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class SpecialMarked(Event):
    """The content was marked as specially protected, or no longer."""

    name = "privacy.special_marked"
    special: bool


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Event):
    """Something must be kept whatever is due or asked for."""

    name = "privacy.hold_placed"
    hold_id: int
    scope: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class HoldReviewed(Event):
    """Somebody looked whether the hold is still needed, and it is."""

    name = "privacy.hold_reviewed"
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class HoldLiftAsked(Event):
    """Somebody asks to lift a hold. A second person has to agree."""

    name = "privacy.hold_lift_asked"
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Event):
    """A second person agreed: the hold is lifted."""

    name = "privacy.hold_lifted"
    hold_id: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class CaseArchived(Event):
    """A closed case was thinned out: no addresses, notes shortened."""

    name = "privacy.case_archived"


@dataclass(frozen=True, kw_only=True)
class PurgeRefused(Event):
    """The case was due to be purged, and a hold stood against it."""

    name = "privacy.purge_refused"
    grounds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseRestricted(Event):
    """The case is locked from daily use, or open to it again."""

    name = "privacy.case_restricted"
    restricted: bool
    ground: str


@dataclass(frozen=True, kw_only=True)
class CaseErased(Event):
    """The content of the case was erased. The event log and what is counted without a name stay."""

    name = "privacy.case_erased"
    ground: str
    talks: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TalkErased(Event):
    """The words of a talk were erased."""

    name = "privacy.talk_erased"
    ground: str


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """Somebody asks to have what is known of them erased. `cases` were found to be theirs."""

    name = "privacy.erasure_asked"
    request_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureDecided(Event):
    """It was decided for one case of a request: erase, restrict or keep, with the ground."""

    name = "privacy.erasure_decided"
    request_id: int
    decision: str
    ground: str | None


@dataclass(frozen=True, kw_only=True)
class ErasureAnswered(Event):
    """Who asked for erasure has an answer."""

    name = "privacy.erasure_answered"
    request_id: int


@dataclass(frozen=True, kw_only=True)
class CaseExported(Event):
    """A copy of the person's own data was made. `export` is printed on it."""

    name = "privacy.case_exported"
    export: str


@dataclass(frozen=True, kw_only=True)
class RetentionEnding(Event):
    """Cases reach the end of their time in this month (202612); the first goes at `until`. So many holds are in force."""

    name = "privacy.retention_ending"
    month: int
    until: str
    holds: int


@dataclass(frozen=True, kw_only=True)
class RetentionDecided(Event):
    """The privacy officer went through the list of what goes soon."""

    name = "privacy.retention_decided"
