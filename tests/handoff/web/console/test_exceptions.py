"""Two steps that are rare: another remedy in place of one that cannot be done, and a case out of the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import Case
from handoff.cases.accepting import accept
from handoff.cases.looking_up import remedies_of, sent_answer
from handoff.cases.moving import CUSTOMER
from handoff.events import of_case
from handoff.privacy.models import Keeping
from handoff.worker import tick
from tests.handoff.cases.roads import answered, refund
from tests.handoff.follow_ups.looking import prompts
from tests.handoff.web.console.conftest import JSON, PAGE

OTHER = {
    "reason": "The bank refuses.", "remedy": "R03", "due": "2026-12-04",
    "text": "We cannot pay it back. May we send you a new kettle?",
}  # fmt: skip


async def now(services, case) -> Case:
    async with services.db.reading() as tx:
        return await tx.get_one(Case, case.id)


async def test_what_cannot_be_done_is_replaced_by_another_offer(services, mina, minas_desk, nasrins_desk):
    async with services.db.transaction() as tx:
        case = await answered(tx, mina, remedies=[refund(tx)])
        await accept(tx, case, how="track", actor=CUSTOMER)
    where = f"/console/cases/{case.number}"
    assert f"{where}/remedies/instead" in await (await nasrins_desk.get(where, headers=PAGE)).text()
    assert f"{where}/remedies/instead" not in await (await minas_desk.get(where, headers=PAGE)).text()
    assert (await minas_desk.post(f"{where}/remedies/instead", data=OTHER, headers=JSON)).status == 403
    bare = await nasrins_desk.post(f"{where}/remedies/instead", data={**OTHER, "text": ""}, headers=JSON)
    assert (bare.status, (await bare.json())["code"]) == (422, "words_missing")
    answer = await nasrins_desk.post(f"{where}/remedies/instead", data=OTHER, headers=JSON)
    assert answer.status == 200, await answer.text()
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case.id)
        before, after = await remedies_of(tx, case)
        assert (case.state, before.is_owed, after.code, after.is_owed) == ("responded", False, "R03", True)
        assert await sent_answer(tx, case) == OTHER["text"]
        moved = [row.data["transition"] for row in await of_case(tx, case.id) if row.name == "case.moved"]
    assert moved[-1] == "T26"


@pytest.fixture
async def archived(services, clock, mina) -> Case:
    """Closed, and a year later thinned out by the worker."""
    async with services.db.transaction() as tx:
        case = await answered(tx, mina)
        await accept(tx, case, how="track", actor=CUSTOMER)
    async with services.db.reading() as tx:
        clock.move_to((await tx.get_one(Keeping, case.id)).archive_at + timedelta(minutes=1))
    await tick(services)
    return await now(services, case)


async def test_a_case_out_of_the_archive_is_an_exception_of_which_the_management_hears(
    services, clock, archived, minas_desk, nasrins_desk
):
    assert archived.state == "archived"
    where = f"/console/cases/{archived.number}"
    assert "this is an exception" in await (await nasrins_desk.get(where, headers=PAGE)).text()
    reason = {"reason": "A court asks for it."}
    assert (await minas_desk.post(f"{where}/reopening", data=reason, headers=JSON)).status == 403
    answer = await nasrins_desk.post(f"{where}/reopening", data=reason, headers=JSON)
    assert answer.status == 200, await answer.text()
    await tick(services)
    case = await now(services, archived)
    assert (case.state, case.closed_at, case.reopen_count) == ("investigating", None, 1)
    assert "A court asks for it." in await (await nasrins_desk.get(where, headers=PAGE)).text()
    (told,) = await prompts(services, "archive_opened")
    assert (told.audience, told.state) == ("management_rep", "sent")
    async with services.db.reading() as tx:
        moved = [row.data["transition"] for row in await of_case(tx, case.id) if row.name == "case.moved"]
        keeping = await tx.get_one(Keeping, case.id)
    assert moved[-2:] == ["T41", "T42"]
    assert (keeping.archive_at, keeping.archived_at) == (None, None), "an open case has no end of its time"
