"""What was told is kept per answer."""

import pytest

from handoff.cases.drafting import finish_draft, keep_draft, read_draft
from handoff.errors import Invalid
from tests.handoff.cases.conftest import register


async def test_answers_are_merged_one_by_one(services, conversation):
    for answers in (
        {"narrative": "کتری شکست"},
        {"email": "a@b.c"},
        {"email": "d@b.c", "product": "kettle"},
        {"product": None},
    ):
        async with services.db.transaction() as tx:
            await keep_draft(tx, conversation.id, answers)
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {"narrative": "کتری شکست", "email": "d@b.c"}


async def test_a_draft_that_became_a_case_is_empty(services, conversation):
    case = await register(services, conversation_id=conversation.id)
    async with services.db.transaction() as tx:
        await keep_draft(tx, conversation.id, {"narrative": "x"})
        await finish_draft(tx, conversation.id, case.id)
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {}


async def test_a_draft_has_an_end(services, conversation):
    async with services.db.transaction() as tx:
        with pytest.raises(Invalid):
            await keep_draft(tx, conversation.id, {"narrative": "x" * 70_000})
