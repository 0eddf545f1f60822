"""Facts of a question that stand for {placeholders}: what is asked of whom, and why."""

from __future__ import annotations

from handoff.cases.examination.asking import open_question
from handoff.cases.records import Question
from handoff.db import keys
from handoff.follow_ups.telling import Telling, known
from handoff.i18n import isolate


async def questions(t: Telling) -> str:
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, (await _open(t)).words)))


async def why_needed(t: Telling) -> str:
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, (await _open(t)).why)))


async def third_party(t: Telling) -> str:
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, (await _open(t)).name)))


async def _open(t: Telling) -> Question:
    return known(await open_question(t.tx, t.case))
