"""All rules of prompts.yaml, one after the other: begun by its trigger, said once, ended, late once after a standstill."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept, reject
from handoff.cases.adding import note_told
from handoff.cases.answering import approve, propose, send_back
from handoff.cases.closing import close_exhausted
from handoff.cases.drafting import drop_draft, keep_draft
from handoff.cases.examination.asking import ask_complainant, ask_third_party, note_third_party_reply
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.interviewing import hear
from handoff.cases.examination.planning import open_investigation
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER
from handoff.cases.owning import own
from handoff.cases.referring import note_file_sent, refer, referral_of
from handoff.cases.remedying import carry_out, confirm_done, move_remedy, report_not_done
from handoff.cases.reviewing import decide_review
from handoff.channels.email.models import Letter
from handoff.conversations import open_conversation
from handoff.customers import welcome
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import mark_done
from handoff.governance.signing import policy_in_force, publish_policy, renew_policy
from handoff.improvement.models import Action, Signal
from handoff.improvement.opening import open_action
from handoff.improvement.planning import do_step, plan_step, steps_of
from handoff.improvement.signalling import explain, raise_signal
from handoff.policy import load_policy
from handoff.privacy.models import Keeping
from handoff.privacy.retiring import decide_ends
from handoff.sla.deadlines import meet
from handoff.staff import Agent
from handoff.surveys.answering import keep_answers
from handoff.surveys.events import LowScore
from handoff.surveys.models import Survey
from handoff.worker import tick
from tests.handoff.cases.roads import answered, assessed, findings, refund
from tests.handoff.follow_ups.looking import prompts
from tests.handoff.sla.world import register
from tests.support.examining import follow_plan

DAY = timedelta(days=1)
RULES = load_policy().prompts.rules
SURVEY = "P24"  # asked by rows of its own: walked by three tests below


class World:
    """People, and short ways to each trigger. Each act is a transaction of its own, as in life."""

    def __init__(self, services, clock, mina, omid, nasrin, shirin) -> None:
        self.services, self.clock = services, clock
        self.mina, self.omid, self.nasrin, self.shirin = mina, omid, nasrin, shirin
        self.me, self.leads = Actor.agent(mina.id), Actor.agent(nasrin.id, "supervisor")
        self.case_id = self.about = 0

    async def made(self, make: Callable[..., Awaitable[Case]], **changes) -> None:
        async with self.services.db.transaction() as tx:
            self.case_id = (await make(tx, self.mina, **changes)).id

    async def act(self, do: Callable[..., Awaitable[object]], *args, **changes) -> None:
        async with self.services.db.transaction() as tx:
            await do(tx, await tx.get_one(Case, self.case_id), *args, **changes)

    async def pass_to(self, rule: str, *, step: int = 0) -> None:
        """Until the rule's message is due, in one leap."""
        rows = [row for row in await prompts(self.services, rule) if row.step >= step and row.state == "due"]
        if rows and min(row.at for row in rows) > self.clock.now():
            self.clock.move_to(min(row.at for row in rows) + timedelta(seconds=1))
        for _ in range(3):
            await tick(self.services)

    async def item(self, tx):
        return (await remedies_of(tx, await tx.get_one(Case, self.case_id)))[0]


async def left_unfinished(w: World) -> None:
    async with w.services.db.transaction() as tx:
        person, _ = await welcome(tx, language="en")
        w.about = (await open_conversation(tx, person, language="en")).id
        told = {"narrative": "The kettle came broken.", "email": "sara@example.com", "remind": True}
        await keep_draft(tx, w.about, told)


async def thrown_away(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await drop_draft(tx, w.about)


async def registered(w: World) -> None:
    case = await register(w.services)
    w.case_id = case.id


async def unowned(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["de"]))  # nobody here speaks with them
    await registered(w)


async def endangered(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["de"]))
    w.case_id = (await register(w.services, safety=True)).id


async def taken(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await own(tx, await tx.get_one(Case, w.case_id), await tx.get_one(Agent, w.mina.id), actor=w.me)


async def judged(w: World) -> None:
    await w.made(assessed)


async def investigating(w: World) -> None:
    await w.made(assessed, severity=2)
    await w.act(open_investigation, actor=w.me)
    await w.act(follow_plan, w.me)
    await w.act(declare, stake=False, actor=w.me)


async def asked(w: World) -> None:
    await investigating(w)
    await w.act(
        ask_complainant, questions="Which shop?", why="To find it.", reply_by=w.clock.now() + 10 * DAY, actor=w.me
    )


async def asked_outside(w: World) -> None:
    await investigating(w)
    await w.act(
        ask_third_party, name="The courier", question="When?", lawful_because="Contract.", email="c@example.com",
        reply_by=w.clock.now() + 10 * DAY, actor=Actor.agent(w.mina.id, "investigator"),
    )  # fmt: skip


async def proposed(w: World) -> None:
    await investigating(w)

    async def one(tx, case):
        await propose(
            tx, case, findings=await findings(tx, case), text="We were at fault.", remedies=(), evidence="list",
            why_no_remedy="sent", actor=w.me,
        )  # fmt: skip

    await w.act(one)


async def answered_now(w: World) -> None:
    await w.made(answered)


async def promised(w: World) -> None:
    async def one(tx, mina):
        return await answered(tx, mina, remedies=[refund(tx)])

    await w.made(one)
    await w.act(accept, how="track", actor=CUSTOMER)


async def done(w: World) -> None:
    await promised(w)
    async with w.services.db.transaction() as tx:
        await carry_out(tx, await tx.get_one(Case, w.case_id), await w.item(tx), proof="Transfer", actor=w.me)


async def failed(w: World) -> None:
    await done(w)
    await w.act(report_not_done, missing="No money.", actor=CUSTOMER)


async def under_review(w: World) -> None:
    await answered_now(w)
    await w.act(reject, how="track", actor=CUSTOMER)


async def watched(w: World) -> None:
    await under_review(w)

    async def decide(tx, case):
        await decide_review(
            tx, case, findings=await findings(tx, case), text="Looked again.", changes="None.", remedies=(),
            actor=Actor.agent(w.shirin.id, "reviewer"),
        )  # fmt: skip

    await w.act(decide)
    await w.act(reject, how="track", actor=CUSTOMER)


async def referred(w: World) -> None:
    await answered_now(w)
    await w.act(refer, body="consumer_124", external_ref="7", file_due_at=w.clock.now() + 12 * DAY, actor=w.leads)


async def about_omid(w: World) -> None:
    async def one(tx, mina):
        case = await assessed(tx, mina, subject_id=w.omid.id, staff_subject=True)
        await open_investigation(tx, case, actor=w.me)
        await follow_plan(tx, case, w.me)
        await declare(tx, case, stake=False, actor=w.me)
        await hear(tx, case, who="staff_subject", words="I was rushed.", actor=w.me)
        await propose(
            tx, case, findings=await findings(tx, case), text="We were at fault.", remedies=(), evidence="list",
            why_no_remedy="said sorry", actor=w.me,
        )  # fmt: skip
        await approve(tx, case, actor=Actor.agent(w.nasrin.id, "approver"))
        return case

    await w.made(one)


async def low_survey(w: World) -> None:
    await answered_now(w)
    from handoff.follow_ups.case_prompts import call_back

    async with w.services.db.transaction() as tx:
        await call_back(tx, LowScore(case_id=w.case_id, survey_id=1, score=1))


async def heard_by(w: World) -> None:
    w.clock.advance(timedelta(hours=2))  # words within an hour are one piece of news
    await w.act(note_told, actor=w.me)


async def file_is_there(w: World) -> None:
    async with w.services.db.transaction() as tx:
        case = await tx.get_one(Case, w.case_id)
        await note_file_sent(tx, case, await referral_of(tx, case), actor=w.leads)


async def remedy_is_done(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await carry_out(tx, await tx.get_one(Case, w.case_id), await w.item(tx), proof="Transfer", actor=w.me)


async def given_new_date(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await move_remedy(
            tx, await tx.get_one(Case, w.case_id), await w.item(tx), due_at=w.clock.now() + 9 * DAY, reason="Bank.",
            actor=w.me,
        )  # fmt: skip


async def answer_went(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await meet(tx, await tx.get_one(Case, w.case_id), "answer_target", "answer_hard")


async def replied(w: World) -> None:
    from handoff.cases.adding import add_information

    await w.act(add_information, text="The one at the station.", actor=CUSTOMER)


async def courier_replied(w: World) -> None:
    await w.act(note_third_party_reply, words="Monday.", actor=Actor.agent(w.mina.id, "investigator"))


async def returned(w: World) -> None:
    await w.act(send_back, comment="Say when.", actor=w.leads)


async def accepted(w: World) -> None:
    await w.act(accept, how="track", actor=CUSTOMER)


async def confirmed(w: World) -> None:
    await w.act(confirm_done, actor=CUSTOMER)


async def exhausted(w: World) -> None:
    await w.act(close_exhausted)


async def marked_done(w: World) -> None:
    """A task of one person's own, ended by that person."""
    for row in await prompts(w.services):
        if row.state == "sent" and row.audience not in ("complainant", "customer") and row.kind in ("P15", "P25"):
            agent = w.omid if row.kind == "P15" else w.nasrin
            async with w.services.db.transaction() as tx:
                await mark_done(tx, row.id, agent=await tx.get_one(Agent, agent.id))


async def action_planned(w: World) -> None:
    async with w.services.db.transaction() as tx:
        action = await open_action(tx, key="lids", title="Lids", source="case", topic="C02.1", actor=w.me)
        w.about = action.id
        await plan_step(
            tx, action, kind="corrective", what="Guards.", owner=w.mina, due_at=w.clock.now() + 20 * DAY, actor=w.me
        )


async def step_done(w: World) -> None:
    async with w.services.db.transaction() as tx:
        action = await tx.get_one(Action, w.about)
        (step,) = await steps_of(tx, action)
        await do_step(tx, action, step, proof="An order.", actor=w.me)


async def signalled(w: World) -> None:
    async with w.services.db.transaction() as tx:
        w.about = (await raise_signal(tx, key="c02", kind="chart", topic="C02.1", numbers={"count": 30})).id


async def explained(w: World) -> None:
    async with w.services.db.transaction() as tx:
        signal = await tx.get_one(Signal, w.about)
        await explain(tx, signal, words="A new supplier.", internal=False, actor=w.leads, title="")


async def policy_signed(w: World) -> None:
    due = w.clock.now() + 40 * DAY
    async with w.services.db.transaction() as tx:
        await publish_policy(
            tx, text_en="We listen.", text_fa="می‌شنویم.", signed_by="N. A.", review_due=due, actor=w.leads
        )


async def policy_looked_through(w: World) -> None:
    async with w.services.db.transaction() as tx:
        statement = await policy_in_force(tx)
        await renew_policy(tx, statement, review_due=w.clock.now() + 365 * DAY, actor=w.leads)


async def near_the_end_of_its_time(w: World) -> None:
    await answered_now(w)
    await accepted(w)
    async with w.services.db.reading() as tx:
        ends = (await tx.get_one(Keeping, w.case_id)).purge_at
    w.clock.move_to(ends - 29 * DAY)
    await tick(w.services)


async def ends_decided(w: World) -> None:
    async with w.services.db.transaction() as tx:
        await decide_ends(tx, by=w.nasrin)


@dataclass(frozen=True)
class Walk:
    begin: Callable[[World], Awaitable[None]]
    end: Callable[[World], Awaitable[None]] | None = None  # None: what was said once needs no end


WALKS = {
    "P01": Walk(registered),
    "P02": Walk(unowned, taken),
    "P03": Walk(unowned, taken),
    "P04": Walk(left_unfinished, thrown_away),
    "P05": Walk(investigating),
    "P06": Walk(judged, heard_by),
    "P07": Walk(judged, heard_by),
    "P08": Walk(investigating, answer_went),
    "P09": Walk(investigating, answer_went),
    "P10": Walk(investigating, answer_went),
    "P11": Walk(asked, replied),
    "P12": Walk(asked_outside, courier_replied),
    "P13": Walk(proposed, returned),
    "P14": Walk(answered_now),
    "P15": Walk(about_omid, marked_done),
    "P16": Walk(answered_now, accepted),
    "P17": Walk(promised, remedy_is_done),
    "P18": Walk(promised, remedy_is_done),
    "P19": Walk(done, confirmed),
    "P20": Walk(failed),
    "P21": Walk(under_review),
    "P22": Walk(watched, exhausted),
    "P23": Walk(referred, file_is_there),
    "P25": Walk(low_survey, marked_done),
    "P26": Walk(endangered, taken),
    "P27": Walk(action_planned, step_done),
    "P28": Walk(signalled, explained),
    "P29": Walk(policy_signed, policy_looked_through),
    "P30": Walk(near_the_end_of_its_time, ends_decided),
    "P31": Walk(investigating, heard_by),
}


@pytest.fixture
async def world(services, clock, mina, omid, nasrin, shirin) -> World:
    return World(services, clock, mina, omid, nasrin, shirin)


def test_every_rule_is_walked_here() -> None:
    assert WALKS.keys() | {SURVEY} == RULES.keys()
    assert len(RULES) == 31


@pytest.mark.parametrize("rule", WALKS)
def test_every_rule_speaks_both_languages_and_knows_its_end(rule: str) -> None:
    for message in RULES[rule].messages:
        for text in (message.wording.subject, message.wording.body):
            assert text.en.strip()
            assert text.fa.strip()
    assert bool(RULES[rule].stops) == (WALKS[rule].end is not None) or rule == "P10"


@pytest.mark.parametrize("rule", WALKS)
async def test_begun_by_its_trigger_and_said_once(world: World, rule: str) -> None:
    await WALKS[rule].begin(world)
    if rule != "P08":  # said when a share of the time has passed
        assert await prompts(world.services, rule), "the trigger scheduled it"
    else:
        await _let_time_run_out(world)
    for step in range(len(RULES[rule].messages)):
        await world.pass_to(rule, step=step)
    said = [row for row in await prompts(world.services, rule) if row.times_sent and not row.data.get("by_hand")]
    assert said
    repeats = RULES[rule].repeat is not None
    assert all(row.times_sent == 1 or repeats for row in said)
    assert len({row.key for row in said}) == len(said)


@pytest.mark.parametrize("rule", [rule for rule, walk in WALKS.items() if walk.end is not None])
async def test_ended_by_its_end(world: World, rule: str) -> None:
    walk = WALKS[rule]
    await walk.begin(world)
    if rule == "P08":
        await _let_time_run_out(world)
    await tick(world.services)
    before = {row.id for row in await prompts(world.services, rule)}
    await walk.end(world)
    left = [
        row
        for row in await prompts(world.services, rule)
        if row.id in before and row.state in ("due", "sent") and row.audience not in ("complainant", "third_party")
    ]
    waiting = [row for row in await prompts(world.services, rule) if row.id in before and row.state == "due"]
    if rule == "P31":  # begun anew from this very act
        assert all(row.at > world.clock.now() + 2 * DAY for row in waiting)
    else:
        assert [(row.step, row.audience, row.state) for row in left] == []
        assert [row.step for row in waiting] == []


@pytest.mark.parametrize("rule", WALKS)
async def test_after_a_standstill_late_and_once(world: World, rule: str) -> None:
    """The service was down for weeks: what is due then is said once, and nothing twice."""
    await WALKS[rule].begin(world)
    world.clock.advance(45 * DAY)
    for _ in range(4):
        await tick(world.services)
    first = {row.id: row.times_sent for row in await prompts(world.services, rule)}
    for _ in range(3):
        await tick(world.services)
    again = {row.id: row.times_sent for row in await prompts(world.services, rule) if row.id in first}
    assert again == first, "nothing is said again at the same moment"
    assert all(times <= 1 for times in first.values())


async def closed(w: World) -> None:
    await answered_now(w)
    await accepted(w)


async def surveys(w: World) -> list[str]:
    """The letters of the survey, in their order."""
    async with w.services.db.reading() as tx:
        letters = select(Letter.template).where(Letter.template.startswith("survey_")).order_by(Letter.id)
        return list(await tx.scalars(letters))


async def days_with_the_worker(w: World, days: int) -> None:
    for _ in range(days):
        w.clock.advance(DAY)
        await tick(w.services)


async def test_the_survey_is_begun_by_closing_and_said_once_with_one_reminder(world: World) -> None:
    """P24 is kept in rows of its own: one per case."""
    await closed(world)
    assert await surveys(world) == [], "not before its day"
    await days_with_the_worker(world, 5)
    assert await surveys(world) == ["survey_invitation"]
    await days_with_the_worker(world, 40)
    assert await surveys(world) == ["survey_invitation", "survey_reminder"]


async def test_the_survey_is_ended_by_its_answer(world: World) -> None:
    await closed(world)
    await days_with_the_worker(world, 5)
    async with world.services.db.transaction() as tx:
        survey = (await tx.scalars(select(Survey))).one()
        await keep_answers(tx, survey, answers=dict.fromkeys(survey.items, 4), finished=True)
    await days_with_the_worker(world, 40)
    assert await surveys(world) == ["survey_invitation"]


async def test_after_a_standstill_the_survey_is_over_or_said_once(world: World) -> None:
    await closed(world)
    world.clock.advance(45 * DAY)
    for _ in range(4):
        await tick(world.services)
    said = await surveys(world)
    assert len(said) == len(set(said)) <= 1


@pytest.mark.parametrize("kind", ["P18"])
async def test_another_date_is_told_with_an_apology(world: World, kind: str) -> None:
    await promised(world)
    await given_new_date(world)
    world.clock.advance(timedelta(minutes=1))
    await tick(world.services)
    told = [row for row in await prompts(world.services, kind, audience="complainant") if row.state == "sent"]
    assert len(told) == 1
    async with world.services.db.reading() as tx:
        assert await tx.get(Prompt, told[0].id) is not None


async def test_the_one_concerned_hears_what_came_out_and_nothing_about_who_complained(world: World) -> None:
    """Nothing that tells who complained is in the note to the member of staff."""
    from handoff.follow_ups.tasks import said_to_staff

    await about_omid(world)
    await tick(world.services)
    (row,) = await prompts(world.services, "P15")
    assert row.agent_id == world.omid.id
    async with world.services.db.reading() as tx:
        said = await said_to_staff(tx, await tx.get_one(Prompt, row.id), language="en", letter=False)
    assert "Upheld" in said.body
    for told in ("Sara", "sara@example.com", "kettle"):
        assert told not in said.subject + said.body


async def _let_time_run_out(world: World) -> None:
    for _ in range(16):
        world.clock.advance(DAY)
        await tick(world.services)
