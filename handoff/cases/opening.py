"""Register a complaint: a number at once, everything sealed, the clocks from when it was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from handoff.cases.events import CaseOpened
from handoff.cases.lifecycles import keep_version
from handoff.cases.models import Case, Issue
from handoff.cases.moving import Actor
from handoff.cases.numbering import hash_secret, new_number, new_secret
from handoff.cases.parties import Contact, add_party
from handoff.cases.prints import leave_prints
from handoff.db import Transaction, insert_once, keys
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.policy.priority import Priority, priority

LONGEST_STORY = 20_000  # characters


@dataclass(frozen=True)
class SuggestedTopic:
    """What a model thinks the complaint is about. A person confirms it later."""

    code: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What was told. Only the story and the channel are needed; everything else may come later."""

    narrative: str
    channel: str
    language: str
    contact: Contact = field(default_factory=Contact)
    anonymous: bool = False
    received_at: datetime | None = None
    conversation_id: int | None = None
    product: str | None = None
    order_ref: str | None = None
    incident_date: date | None = None
    unit: str | None = None
    wanted: str | None = None
    wanted_code: str | None = None
    needs: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    topics: Sequence[SuggestedTopic] = ()
    safety: bool = False
    vulnerable: bool = False
    staff_subject: bool = False
    subject_id: int | None = None


async def open_case(tx: Transaction, complaint: Complaint, *, actor: Actor, idempotency_key: str) -> tuple[Case, bool]:
    """The case, and whether this call registered it: the same `idempotency_key` gives the same case.

    Raises `Invalid` when the story is missing, or when there is neither a way to answer nor the wish to stay anonymous
    (unless somebody may be in danger).
    """
    await hold(tx, conversation_id=complaint.conversation_id)
    if first := await _registered_before(tx, idempotency_key):
        return first, False
    _check(tx, complaint)
    now, secret = tx.clock.now(), new_secret()
    number = await _free_number(tx)
    case_id = await insert_once(
        tx,
        Case,
        number=number,
        idempotency_key=idempotency_key,
        secret_hash=await hash_secret(secret),
        conversation_id=complaint.conversation_id,
        received_at=min(complaint.received_at or now, now),
        registered_at=now,
        received_by=actor.name,
        channel=complaint.channel,
        language=complaint.language,
        state="registered",
        state_entered_at=now,
        stage=1,
        reopen_count=0,
        priority=_first_priority(tx, complaint),
        preset=tx.policy.organisation.preset,
        calendar=tx.policy.organisation.calendar,
        config_version=tx.policy.fingerprint,
        lifecycle=await keep_version(tx),
        anonymous=complaint.anonymous,
        flags=_flags(complaint),
        wanted_code=complaint.wanted_code,
        incident_date=complaint.incident_date,
        unit=complaint.unit,
        amount=complaint.amount,
        currency=complaint.currency,
        subject_id=complaint.subject_id,
    )
    if case_id is None:  # the same complaint came in twice at once, and the other was first
        first = await _registered_before(tx, idempotency_key)
        assert first is not None, "a number was taken by another case between two statements: try again"
        return first, False
    case = await tx.get_one(Case, case_id)
    await _seal_content(tx, case, complaint, secret)
    await add_party(tx, case, complaint.contact, role="complainant", language=complaint.language)
    await _list_issues(tx, case, complaint)
    await record(
        tx,
        CaseOpened(
            case_id=case.id,
            conversation_id=complaint.conversation_id,
            actor=actor.name,
            channel=complaint.channel,
            priority=case.priority,
            flags=tuple(case.flags),
        ),
    )
    return case, True


async def tracking_secret(tx: Transaction, case: Case) -> str | None:
    """The secret that opens the case's tracking page: for its receipt and for letters to the complainant, for nothing else."""
    return await keys.unseal(tx, case.key_owner, case.secret)


async def _registered_before(tx: Transaction, idempotency_key: str) -> Case | None:
    return await tx.scalar(select(Case).where(Case.idempotency_key == idempotency_key))


def _check(tx: Transaction, complaint: Complaint) -> None:
    if not complaint.narrative.strip():
        raise Invalid("Please tell what happened.", code="narrative_missing")
    elif len(complaint.narrative) > LONGEST_STORY:
        raise Invalid("The story may have up to {longest} characters.", code="narrative_long", longest=LONGEST_STORY)
    elif not (complaint.anonymous or complaint.contact.reachable or _danger_in_talk(complaint)):
        raise Invalid("Please say how we can reach you, or stay anonymous.", code="contact_missing")
    for topic in complaint.topics:
        if topic.code not in tx.policy.taxonomy.topics:
            raise Invalid("There is no topic {topic}.", code="topic_unknown", topic=topic.code)
    if complaint.wanted_code and complaint.wanted_code not in tx.policy.remedies.catalogue:
        raise Invalid("There is no remedy {remedy}.", code="remedy_unknown", remedy=complaint.wanted_code)


def _danger_in_talk(complaint: Complaint) -> bool:
    """Danger is registered without asking who it is: the person who comes speaks with them in the talk."""
    return complaint.safety and complaint.conversation_id is not None


async def _free_number(tx: Transaction) -> str:
    while True:
        number = new_number()
        if await tx.scalar(select(Case.id).where(Case.number == number)) is None:
            return number


def _flags(complaint: Complaint) -> list[str]:
    marks = {"safety": complaint.safety, "vulnerable": complaint.vulnerable, "staff_subject": complaint.staff_subject}
    return [flag for flag, set_ in marks.items() if set_]


def _first_priority(tx: Transaction, complaint: Complaint) -> Priority:
    """Until a person has judged: the topic's own floor of severity, one person, not pressing."""
    codes = [topic.code for topic in complaint.topics]
    severity = tx.policy.taxonomy.severity_floor(codes)
    return priority(max(severity, 2), 1, 1, safety=complaint.safety, vulnerable=complaint.vulnerable)


async def _seal_content(tx: Transaction, case: Case, complaint: Complaint, secret: str) -> None:
    owner = case.key_owner
    case.narrative = await keys.seal(tx, owner, complaint.narrative.strip())
    case.product = await keys.seal(tx, owner, complaint.product)
    case.order_ref = await keys.seal(tx, owner, complaint.order_ref)
    case.wanted = await keys.seal(tx, owner, complaint.wanted)
    case.needs = await keys.seal(tx, owner, complaint.needs)
    case.secret = await keys.seal(tx, owner, secret)
    await leave_prints(tx, case, order=complaint.order_ref)


async def _list_issues(tx: Transaction, case: Case, complaint: Complaint) -> None:
    unknown = SuggestedTopic(tx.policy.taxonomy.to_be_classified, 0.0)
    for topic in complaint.topics or (unknown,):
        suggested = None if topic is unknown else topic.code
        tx.add(Issue(case_id=case.id, topic=topic.code, suggested_topic=suggested, confidence=topic.confidence))
    await tx.flush()
