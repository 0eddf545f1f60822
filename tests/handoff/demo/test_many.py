"""Many made-up cases are as good as lived ones: legal histories, chains that hold, promises that add up, nothing left due."""

import shutil
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handoff import cli, worker
from handoff.app import build
from handoff.cases import Case, Complaint, Contact, Party, open_case
from handoff.cases.moving import CUSTOMER
from handoff.cases.numbering import read_number
from handoff.cases.parties import complainant_of
from handoff.cases.prints import with_prints
from handoff.channels.email.models import Letter
from handoff.demo import seed, seed_many
from handoff.demo.many.planning import STANDING
from handoff.events import EventRow, of_case, verify_everything
from handoff.privacy.sweeping import Sweep
from handoff.sla.models import Deadline
from handoff.surveys.models import Survey
from tests.handoff.conftest import ON_BOTH

CASES = 150


async def made(services, cases=CASES, **values):
    said = []
    assert await seed_many(services, cases, say=said.append, **values) == 0, said
    return said


@ON_BOTH
async def test_all_of_them_stand_where_their_history_leads_and_nothing_is_left_due(services):
    await made(services)
    async with services.db.reading() as tx:
        cases = (await tx.scalars(select(Case))).all()
        assert len(cases) == CASES
        assert {case.language for case in cases} == {"en", "fa"}
        assert set(STANDING) | {"closed"} <= {case.state for case in cases}
        assert all(read_number(case.number) == case.number for case in cases)
        assert await verify_everything(tx) == (CASES, [])
        for case in cases:
            await _is_legal(tx, case)
        await _promises_add_up(tx)
        spread = max(case.received_at for case in cases) - min(case.received_at for case in cases)
        assert timedelta(days=500) < spread < timedelta(days=735)
        assert await tx.scalar(select(func.count(EventRow.id)).where(EventRow.at > services.clock.now())) == 0
        assert await tx.scalar(select(func.count(Survey.id)).where(Survey.answered_at.is_not(None))) > 0
        assert await tx.scalar(select(func.count(Letter.id)).where(Letter.status != "sent")) == 0
        await _are_other_people(tx, [case for case in cases if not case.anonymous])
    before = await _happened(services)
    await worker.tick(services)
    assert await _happened(services) == before, "what was made up is past, or still ahead"


async def _happened(services):
    """Events, and what was let go: the day's and the hour's own work leaves none."""
    async with services.db.reading() as tx:
        done = (await tx.scalars(select(Sweep.done))).all()
        return await tx.scalar(select(func.count(EventRow.id))), [counts for counts in done if counts]


async def _is_legal(tx, case):
    """Every step is one of the life cycle, from where the case stood, and the last one leads to where it stands."""
    state, before = "registered", case.received_at
    for row in await of_case(tx, case.id):
        assert row.at >= before, "time does not go backwards"
        before = row.at
        if row.name == "case.moved":
            transition = tx.policy.lifecycle.transitions[row.data["transition"]]
            assert row.data["came_from"] == state
            assert state in transition.sources
            state = row.data["to"]
    assert state == case.state
    assert (case.closed_at is not None) == (state in ("closed", "archived"))
    contact = await complainant_of(tx, case)
    assert case.anonymous or contact.name


async def _promises_add_up(tx):
    """The log says of each promise what its row says; some were kept and some were missed."""
    said = Counter()
    for name, data in (await tx.execute(select(EventRow.name, EventRow.data))).tuples():
        if name in ("sla.deadline_met", "sla.deadline_missed"):
            said[name, data["deadline_id"]] += 1
    rows = (await tx.scalars(select(Deadline))).all()
    kept = {("sla.deadline_met", row.id) for row in rows if row.met_at}
    missed = {("sla.deadline_missed", row.id) for row in rows if row.missed_at}
    assert said == Counter([*kept, *missed])
    assert kept


async def _are_other_people(tx, cases):
    """Each has a name and a key of its own, and is found by what was told."""
    people = [await complainant_of(tx, case) for case in cases]
    assert len({person.name for person in people}) > len(cases) * 0.6
    thinned_out = [case for case, person in zip(cases, people, strict=True) if person.email is None]
    assert thinned_out, "of what was closed more than a year ago no address is left"
    for case, person in [*zip(cases, people, strict=True)][:20] + [*zip(cases, people, strict=True)][-20:]:
        for words in filter(None, (person.email, person.name, person.phone)):
            assert case.id in (await tx.scalars(select(Case.id).where(with_prints(tx.sealer, words)))).all()
    party = await tx.scalar(select(Party).where(Party.case_id == cases[-1].id))
    assert party.email_print == tx.sealer.fingerprint(people[-1].email)


async def test_the_same_seed_at_the_same_time_makes_the_same_cases(
    services, settings, clock, tmp_path, sqlite_template
):
    copy = tmp_path / "other.db"
    shutil.copy(sqlite_template, copy)
    elsewhere = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{copy}"})
    other = build(elsewhere, clock=clock, policy=services.policy)
    try:
        await made(services, seed=7)
        await made(other, seed=7)
        assert await _facts(services) == await _facts(other)
    finally:
        await other.close()


async def _facts(services):
    facts = (
        Case.id,
        Case.number,
        Case.state,
        Case.received_at,
        Case.channel,
        Case.language,
        Case.owner_id,
        Case.closed_at,
    )
    async with services.db.reading() as tx:
        return (await tx.execute(select(*facts).order_by(Case.id))).all()


async def test_they_join_a_demonstration_but_nothing_is_added_where_people_really_complain_unless_forced(services):
    await seed(services)
    async with services.db.transaction() as tx:
        told = Complaint(
            narrative="It broke.", channel="form", language="en", contact=Contact("Sara", "sara@example.com")
        )
        real, _ = await open_case(tx, told, actor=CUSTOMER, idempotency_key="a real one")
    said = []
    assert await seed_many(services, 60, say=said.append) == 1
    assert "real cases or colleagues" in said[0]
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Case.id))) == 10, "nothing was added"
    async with services.db.transaction() as tx:
        (await tx.get_one(Case, real.id)).idempotency_key = "demo:10"  # as if it were the demonstration's own
    await made(services, 60)
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Case.id))) == 70
        assert (await verify_everything(tx))[1] == []


async def test_colleagues_who_are_real_keep_them_out_as_well(services, mina):
    said = []
    assert await seed_many(services, 60, say=said.append) == 1
    assert "--force" in said[0]


@pytest.mark.parametrize("wrong", ["0", "-3", "many"])
def test_the_command_takes_only_a_number_of_cases(wrong, capsys):
    with pytest.raises(SystemExit):
        cli.main(["seed", "--cases", wrong])
    assert "a whole number above 0" in capsys.readouterr().err
