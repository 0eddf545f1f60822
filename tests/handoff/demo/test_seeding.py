"""The demonstration's world is made once, by the same acts as in real life."""

from datetime import timedelta

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.channels.email.models import Letter
from handoff.clock import Clock
from handoff.demo import LOGINS, seed
from handoff.events import verify_everything
from handoff.follow_ups.wording_needs import needs_me
from handoff.governance.models import AuditCase
from handoff.governance.signing import policy_in_force
from handoff.privacy.models import Unmasking
from handoff.staff import Agent, sign_in
from handoff.surveys.models import Survey


async def test_it_holds_cases_in_many_states_and_both_languages_and_is_made_once(services):
    assert await seed(services) == 0
    assert await seed(services) == 0, "the second time changes nothing"
    async with services.db.reading() as tx:
        cases = (await tx.scalars(select(Case))).all()
        assert {"registered", "investigating", "decision_pending", "responded", "implementing", "closed"} <= {
            case.state for case in cases
        }
        assert {case.language for case in cases} == {"en", "fa"}
        assert len(cases) == 9
        assert await tx.scalar(select(func.count(Survey.id)).where(Survey.answered_at.is_not(None))) == 2
        waiting = await tx.scalars(select(Letter.status).where(Letter.status != "sent"))
        assert waiting.all() == [], "no letter of the past goes out when the demonstration starts"
        count, broken = await verify_everything(tx)
        assert (count, broken) == (9, [])
        assert min(case.received_at for case in cases) < Clock().now() - timedelta(days=10)


async def test_everybody_who_is_printed_can_sign_in(services):
    await seed(services)
    for person in LOGINS:
        agent, _token = await sign_in(services.db, email=person.email, password=person.password, device="a test")
        assert agent.name == person.name


async def test_who_checks_finds_something_to_check(services):
    await seed(services)
    async with services.db.reading() as tx:
        people = {person.email.partition("@")[0]: person for person in await tx.scalars(select(Agent))}
        assert "erasure_due" in {need.code for need in await needs_me(tx, people["parisa"])}
        (opened,) = await tx.scalars(select(Unmasking))
        assert opened.agent_id == people["kamran"].id
        looked_at = await tx.scalars(select(AuditCase).where(AuditCase.auditor_id == people["kamran"].id))
        assert len(looked_at.all()) == 2
        assert await policy_in_force(tx) is not None


async def test_what_needs_a_person_is_said_once_and_without_unfilled_places(services):
    await seed(services)
    async with services.db.reading() as tx:
        for person in await tx.scalars(select(Agent)):
            needs = await needs_me(tx, person)
            assert [need.detail for need in needs if "[[" in need.detail or "{" in need.detail] == []
            tasks = [(need.case_id, need.code) for need in needs if need.task and need.case_id]
            assert len(tasks) == len(set(tasks)), "of what is asked again and again only the last word"
