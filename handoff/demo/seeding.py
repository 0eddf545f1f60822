"""Live through the demonstration's last days: the same acts as in real life, at the times at which they happened."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from handoff.app import Services, build
from handoff.cases import Actor, Case, Complaint, Contact, SuggestedTopic, open_case
from handoff.cases.accepting import accept
from handoff.cases.adding import note_contact
from handoff.cases.answering import Finding, Remedy, answer_at_front_line, propose
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.examination.planning import open_investigation
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import CUSTOMER, SYSTEM
from handoff.cases.owning import own
from handoff.clock import Clock, FrozenClock
from handoff.conversations import Conversation, close_conversation, open_conversation, post_message
from handoff.conversations.opening import link_case
from handoff.customers import welcome
from handoff.db import Transaction
from handoff.demo.overseeing import oversee, sign_and_aim
from handoff.demo.people import add_people
from handoff.demo.stories import STORIES, Story
from handoff.mail import open_mailer
from handoff.staff import Agent
from handoff.surveys.answering import keep_answers
from handoff.surveys.models import Survey
from handoff.worker import tick

STEP = timedelta(minutes=40)


async def seed(outer: Services) -> int:
    """Make the world unless somebody is there already; the exit code. Letters of the past are written but sent nowhere."""
    async with outer.db.reading() as tx:
        if await tx.scalar(select(func.count(Agent.id))):
            return 0
    now = Clock().now()
    clock = FrozenClock(now - timedelta(days=12))
    services = build(
        outer.settings, clock=clock, mailer=open_mailer("memory:", outer.settings.mail_from), reacting_after=False
    )
    try:
        async with services.db.transaction() as tx:
            people = await add_people(tx)
            await sign_and_aim(tx, people)
        cases: dict[str, int] = {}
        for number, story in enumerate(STORIES):
            clock.move_to(max(clock.now(), now - timedelta(days=story.days_ago)))
            case_id = await _live(services, clock, story, people, number)
            cases[story.order_ref or story.name] = case_id
            await tick(services)
        clock.move_to(now)
        async with services.db.transaction() as tx:
            await oversee(tx, people, cases)
        await tick(services)
    finally:
        await services.close()
    return 0


async def _live(services: Services, clock: FrozenClock, story: Story, people: dict[str, Agent], number: int) -> int:
    """A story as far as it has come; the id of its case."""
    async with services.db.transaction() as tx:
        conversation = await _talk(tx, story) if story.talk else None
        case = await _register(tx, story, conversation, number)
    if story.owner is None:
        return case.id
    actor = Actor.agent(people[story.owner].id)
    clock.advance(STEP)
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        await _take_up(tx, case, story, people[story.owner], actor)
    if story.answer is None:
        return case.id
    clock.advance(STEP)
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        await _answer(tx, case, story, actor)
    if story.reached in ("implementing", "closed"):
        clock.advance(STEP)
        async with services.db.transaction() as tx:
            case = await tx.get_one(Case, case.id)
            await accept(tx, case, how="track", actor=CUSTOMER)
    if story.scores is not None:
        await _rate(services, case, story)
    return case.id


async def _talk(tx: Transaction, story: Story) -> Conversation:
    customer, _token = await welcome(tx, language=story.language)
    conversation = await open_conversation(tx, customer, language=story.language)
    conversation.greeted, conversation.waiting_since = True, None
    for place, line in enumerate(story.talk):
        author = "customer" if place % 2 == 0 else "assistant"
        message = await post_message(tx, conversation, author=author, body=line)
        message.answered_at, conversation.waiting_since = tx.clock.now(), None
    return conversation


async def _register(tx: Transaction, story: Story, conversation: Conversation | None, number: int) -> Case:
    complaint = Complaint(
        narrative=story.narrative,
        channel=story.channel,
        language=story.language,
        contact=Contact(name=story.name, email=story.email, phone=story.phone),
        conversation_id=conversation.id if conversation else None,
        product=story.product,
        order_ref=story.order_ref,
        wanted=story.wanted,
        wanted_code=story.wanted_code,
        topics=tuple(SuggestedTopic(code, confidence) for code, confidence in story.topics),
        safety=story.safety,
    )
    case, _new = await open_case(tx, complaint, actor=CUSTOMER, idempotency_key=f"demo:{number}")
    if conversation is not None:
        await link_case(tx, conversation, case_id=case.id, actor="assistant")
        await close_conversation(tx, conversation, actor="customer")
    return case


async def _take_up(tx: Transaction, case: Case, story: Story, agent: Agent, actor: Actor) -> None:
    await own(tx, case, agent, actor=SYSTEM)
    await note_contact(tx, case, actor=actor)
    if story.reached == "in_assessment":
        return
    for issue in await issues_of(tx, case):
        await confirm_topic(tx, case, issue, topic=issue.topic, actor=actor)
    await assess(tx, case, severity=story.severity, impact=1, urgency=1, complexity="normal", actor=actor)
    if story.reached in ("investigating", "decision_pending"):
        await open_investigation(tx, case, actor=actor)


async def _answer(tx: Transaction, case: Case, story: Story, actor: Actor) -> None:
    assert story.answer is not None, "only answered stories come here"
    findings = {
        issue.id: Finding(outcome="upheld", reason=story.reason, cause="K05") for issue in await issues_of(tx, case)
    }
    remedies = []
    if story.remedy is not None:
        code, amount = story.remedy
        currency = tx.policy.organisation.currency if amount is not None else None
        due = tx.clock.now() + timedelta(days=5)
        remedies = [Remedy(code=code, amount=amount, currency=currency, due_at=due)]
    if story.reached == "decision_pending":
        await propose(
            tx,
            case,
            findings=findings,
            text=story.answer,
            remedies=remedies,
            evidence=story.reason,
            actor=actor,
        )
    else:
        await answer_at_front_line(tx, case, findings=findings, text=story.answer, remedies=remedies, actor=actor)


async def _rate(services: Services, case: Case, story: Story) -> None:
    async with services.db.transaction() as tx:
        survey = await tx.scalar(select(Survey).where(Survey.case_id == case.id))
        if survey is not None and survey.exclusion_reason is None:
            await keep_answers(tx, survey, answers=dict(story.scores or {}), finished=True)
