"""The pages of those who lead: they open in both languages, say what is few, and lead to what is behind."""

from __future__ import annotations

import csv
import io
import re
from hashlib import sha256

import pytest

from handoff.improvement.models import Signal
from handoff.policy.measures import Measure
from handoff.worker import tick
from tests.handoff.conftest import make_agent
from tests.handoff.web.console.insights_world import PAGE, figures, look, representative, send

PLACES = ("figures", "promises", "signals", "objectives", "audits", "reviews", "evidence")


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_every_page_opens_with_nothing_in_it(services, desk_of, language):
    desk = await desk_of(await representative(services, language))
    for place in (
        "/console/board",
        "/console/improvement",
        "/console/policy",
        *(f"/console/insights/{p}" for p in PLACES),
    ):
        page = await look(desk, place)
        assert f'lang="{language}"' in page
        assert page.count("<h1>") == 1
    for code in services.policy.measures.catalogue:
        assert services.policy.measures.catalogue[code].formula.say(language)[:20] in await look(
            desk, f"/console/insights/figures/{code}"
        )


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_every_figure_opens_with_a_year_behind_it(services, desk_of, mina, omid, language):
    await figures(services, [mina, omid])
    desk = await desk_of(await representative(services, language))
    board = await look(desk, "/console/board")
    assert board.count('<svg class="chart"') == 2
    for rule in services.policy.measures.reading_rules:
        assert rule.say(language) in board, "AT-H: the cautions stand on the board"
    assert await look(desk, "/console/insights/figures?period=12m")
    signals = await look(desk, "/console/insights/signals")
    assert 'role="img"' in signals
    for code in services.policy.measures.catalogue:
        page = await look(desk, f"/console/insights/figures/{code}?period=12m")
        if language == "fa" and '<svg class="chart"' in page:
            drawn = re.search(r'<svg class="chart".*?</svg>', page, re.DOTALL)[0]
            assert 'direction="rtl"' in drawn
            assert not re.search(r">[^<]*[0-9][^<]*</text>", drawn), "Persian digits on Persian drawings"
        assert " style=" not in page


async def test_a_drawing_says_in_words_what_it_shows(services, desk_of, mina):
    await figures(services, [mina])
    desk = await desk_of(await representative(services))
    page = await look(desk, "/console/insights/figures/M10?period=12m")
    drawn = re.search(r'<svg class="chart".*?</svg>', page, re.DOTALL)[0]
    labelled = re.search(r'aria-labelledby="(\S+) (\S+)"', drawn)
    assert f'<title id="{labelled[1]}">Upheld</title>' in drawn
    assert re.search(rf'<desc id="{labelled[2]}">[^<]+</desc>', drawn)
    assert "<table>" in page, "each drawing has its table"


async def test_each_figure_leads_to_its_cases_and_to_a_table_with_its_hash(services, desk_of, mina):
    await figures(services, [mina])
    desk = await desk_of(await representative(services))
    page = await look(desk, "/console/insights/figures/M08/cases?period=12m")
    answer = await desk.get("/console/insights/figures/M08?period=12m&format=csv", headers=PAGE)
    content = await answer.read()
    assert answer.headers["X-Content-SHA256"] == sha256(content).hexdigest()
    whole = next(csv.DictReader(io.StringIO(content.decode())))
    assert len(re.findall(r'<a class="code" href="/console/cases/PA-', page)) == int(whole["hits"]) > 0
    assert await look(desk, "/console/insights/figures/M15/cases", status=404)
    assert await look(desk, "/console/insights/figures/M99", status=404)


async def test_few_are_marked_and_too_few_are_not_shown(services, desk_of, mina):
    await figures(services, [mina], count=25)
    desk = await desk_of(await representative(services))
    assert "few: only a hint" in await look(desk, "/console/insights/figures/M06?period=12m")
    assert "too few to show" in await look(desk, "/console/insights/figures/M06?period=30d")


async def test_only_those_who_lead_or_look_may_come_in(services, desk_of, mina):
    agents, auditor = await desk_of(mina), await make_agent(
        services, name="Vera", name_fa="ورا", email="vera@example.com", roles=["auditor"]
    )  # fmt: skip
    for place in PLACES:
        assert (await agents.get(f"/console/insights/{place}", headers=PAGE)).status == 403
    desk = await desk_of(auditor)
    for place in PLACES:
        await look(desk, f"/console/insights/{place}")
    await look(desk, "/console/improvement")


async def test_at_8_5_an_auditor_looks_and_writes_no_case(services, desk_of, mina, case):
    """AT-8.5: the auditor's role reads, and cannot write cases or the register."""
    auditor = await make_agent(services, name="Vera", name_fa="ورا", email="vera@example.com", roles=["auditor"])
    desk = await desk_of(auditor)
    for path in (
        f"/console/cases/{case.number}/owner", f"/console/cases/{case.number}/notes", "/console/improvement",
        "/console/improvement/ideas", "/console/insights/objectives",
    ):  # fmt: skip
        answer = await desk.post(path, data={"words": "x", "body": "x"}, headers={"Accept": "application/json"})
        assert answer.status == 403, path


async def test_a_signal_is_explained_and_its_own_cause_becomes_an_action(services, desk_of, clock):
    from handoff.improvement.signalling import raise_signal

    async with services.db.transaction() as tx:
        numbers = {"week": "2026-11-14", "count": 31, "usual": 8.0, "low": 0.0, "high": 17.2, "rules": [1]}
        signal = await raise_signal(tx, key="chart:C04:x", kind="chart", topic="C04", numbers=numbers)
    desk = await desk_of(await representative(services))
    await tick(services)
    assert "signals" in await look(desk, "/console/"), "the task leads there"
    page = await look(desk, "/console/insights/signals")
    assert "31 in a week" in page
    path = f"/console/insights/signals/{signal.id}/explanation"
    await send(desk, path, 422, words="The form broke.")
    await send(desk, path, words="The refund form broke on Monday.", internal="yes")
    async with services.db.reading() as tx:
        signal = await tx.get_one(Signal, signal.id)
    assert signal.internal
    assert "A signal was explained by a cause of our own" in await look(
        desk, f"/console/improvement/{signal.action_id}"
    )
    await send(desk, path, 409, words="Once more.", internal="no")


async def test_at_6_2_an_objective_needs_a_measure_and_counts_itself(services, desk_of, mina, omid):
    """AT-6.2: without a measure there is no objective, and its value now is counted from the records."""
    from datetime import date
    from zoneinfo import ZoneInfo

    from tests.support.recounting import Recount, read_rows

    await figures(services, [mina, omid])
    roya = await representative(services)
    desk = await desk_of(roya)
    given = {"target": "90", "start": "2026-01-01", "last": "2026-12-31", "owner": str(roya.id)}
    await send(desk, "/console/insights/objectives", 422, metric="M99", **given)
    await send(desk, "/console/insights/objectives", 422, metric="M02", **given)
    await send(desk, "/console/insights/objectives", metric="M04", **given)
    page = await look(desk, "/console/insights/objectives")
    async with services.db.reading() as tx:
        again = Recount(
            await read_rows(tx), date(2026, 1, 1), date(2026, 12, 31), services.clock.now(), ZoneInfo("Asia/Tehran")
        )
    hits, n = again.m04()
    assert f"<strong>{hits / n * 100:.1f}%</strong>" in page
    measure: Measure = services.policy.measures.catalogue["M04"]
    assert measure.name.en in page
