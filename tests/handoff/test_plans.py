"""What is asked each second, and what the desk asks all day, can be answered from an index, however many cases there are.

With few rows PostgreSQL reads whole tables because that is faster. Told not to, it does so only where no index fits.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from handoff.cases import Complaint, Contact, open_case
from handoff.cases.moving import CUSTOMER
from handoff.follow_ups.needing import pressing
from handoff.insights.case_lists import list_cases, waiting_for_approval
from handoff.insights.finding import Sought, find_cases
from handoff.insights.measures.catalogue import MEASURING, count
from handoff.insights.periods import period_named
from handoff.insights.talks import talks_of, waiting_talks
from handoff.worker import JOBS
from tests.handoff.conftest import ON_POSTGRESQL

GROWING = (
    "cases|deadlines|prompts|surveys|letters|conversations|messages|events|prints|parties|issues|data_keys|drafts|"
    "case_facts|issue_facts|remedy_items"
)
WHOLE = re.compile(rf"Seq Scan on ({GROWING})\b")


@pytest.fixture
async def asked(services):
    """Ask in a transaction; the plans of all that was sent to the database meanwhile."""

    async def ask(question):
        sent = []
        engine = services.db.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2:4]))
        async with services.db.reading() as tx:
            await question(tx)
            driver = (await (await tx.connection()).get_raw_connection()).driver_connection
            await driver.execute("set local enable_seqscan = off")
            plans = []
            for statement, parameters in [one for one in sent if one[0].lstrip().lower().startswith("select")]:
                lines = await driver.fetch(f"explain {statement}", *parameters)
                plans.append((statement, "\n".join(line[0] for line in lines)))
        assert plans, "something was asked"
        return plans

    return ask


def _from_an_index(plans):
    return [(statement, plan) for statement, plan in plans if WHOLE.search(plan)] == []


@ON_POSTGRESQL
async def test_what_the_worker_looks_for_each_second_is_found_by_an_index(asked, services):
    async with services.db.transaction() as tx:
        told = Complaint(narrative="Late.", channel="form", language="en", contact=Contact("Sara", "sara@example.com"))
        await open_case(tx, told, actor=CUSTOMER, idempotency_key="one")
    for job in JOBS:
        assert _from_an_index(await asked(lambda tx, job=job: job.due(tx, 200))), job.name


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "question",
    [
        pressing,
        waiting_talks,
        talks_of,
        waiting_for_approval,
        *(lambda tx, agent, view=view: list_cases(tx, agent, view) for view in ("mine", "unowned", "overdue", "all")),
        lambda tx, agent: list_cases(tx, agent, "closed"),
        lambda tx, agent: find_cases(tx, agent, Sought(words="sara@example.com")),
        lambda tx, agent: find_cases(tx, agent, Sought(words="Sara Ahmadi")),
        lambda tx, agent: find_cases(tx, agent, Sought(topic="C02", state="investigating", late=True)),
    ],
)
async def test_the_queue_the_lists_and_the_search_are_answered_from_an_index(asked, mina, question):
    assert _from_an_index(await asked(lambda tx: question(tx, mina)))


@ON_POSTGRESQL
@pytest.mark.parametrize("code", MEASURING)
async def test_each_figure_of_a_period_is_counted_from_an_index(asked, services, code):
    """A month of a desk is always about as much, and so is its figure's cost, however many years lie behind it."""
    zone = ZoneInfo(services.policy.calendar.time_zone)
    today = services.clock.now().astimezone(zone).date()
    period = period_named("30d", today, zone, "en")
    assert _from_an_index(await asked(lambda tx: count(tx, code, period)))


@ON_POSTGRESQL
async def test_a_search_that_no_index_fits_would_be_noticed(asked, mina):
    from sqlalchemy import func, select

    from handoff.cases import Case

    assert not _from_an_index(await asked(lambda tx: tx.scalars(select(Case.id).where(func.length(Case.language) > 3))))
