"""Live the planned lives in a world of their own: a database in a temporary folder, the real acts, the real worker."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import MetaData, RowMapping, event, insert, select, text

from handoff.app import Services, build
from handoff.assistant.client import Rasa
from handoff.assistant.heard import Heard
from handoff.cases import Case, Complaint, Contact, SuggestedTopic, open_case
from handoff.cases.moving import CUSTOMER, NotPossible
from handoff.clock import FrozenClock
from handoff.conversations import Conversation, close_conversation, open_conversation, post_message
from handoff.conversations.opening import link_case
from handoff.customers import welcome
from handoff.db import Transaction
from handoff.demo.many.life import Life
from handoff.demo.many.roads import ROADS
from handoff.mail import open_mailer
from handoff.schema import metadata
from handoff.staff import Agent
from handoff.staff.learning import TrainingRecord
from handoff.worker import JOBS, tick

# What looks at the whole desk rather than at a case is left to the world into which the cases go.
ELSEWHERE = ("facts for figures", "figures of the day", "the day's check of the event log", "cases to read again")
HERE = tuple(job for job in JOBS if job.name not in ELSEWHERE)
LONG_OVER = timedelta(days=60)  # after its last step nothing happens to a case for months
DAY = timedelta(days=1)
LOOK = timedelta(hours=8)  # how often time itself acts in this world
# Ids of this world are like nothing else: table by table in a range of their own, so that wherever one is written (a
# column, an event, the key of a prompt), it is known as what it is.
SAID = {
    "en": "I have written down what happened with the {product}. Shall I register it as a complaint?",
    "fa": "آنچه دربارهٔ {product} گفتید را نوشتم. به عنوان شکایت ثبتش کنم؟",
}
YES = {"en": "Yes, please", "fa": "بله لطفاً"}
FIRST_ID = 4_000_000_000_000
RANGE = 1_000_000_000


class Unspoken(Rasa):
    """The assistant of this world: nobody spoke with it, so it has nothing to forget, and it has no views on what it reads."""

    async def understand(self, text: str) -> Heard:
        return Heard()

    async def forget(self, sender: str) -> None:
        pass


@asynccontextmanager
async def lived(
    outer: Services, lives: Sequence[Life], staff: Sequence[Agent], now: datetime
) -> AsyncIterator[Services]:
    """That world at `now`, all lives lived as far as they have come."""
    with TemporaryDirectory(prefix="pasokh-lives-") as folder:
        clock = FrozenClock(min(life.moments[0] for life in lives))
        settings = outer.settings.model_copy(
            update={"database_url": f"sqlite+aiosqlite:///{Path(folder) / 'lives.db'}", "redis_url": None}
        )
        services = build(
            settings, clock=clock, policy=outer.policy, rasa=Unspoken("http://127.0.0.1:9"),
            mailer=open_mailer("memory:", settings.mail_from),
            reacting_after=False,
        )  # fmt: skip
        event.listen(services.db.engine.sync_engine, "connect", _never_waiting)
        try:
            await _make_tables(services)
            await _staff_it(services, staff, await _trainings(outer, staff))
            await _live(services, clock, lives, now)
            yield services
        finally:
            await services.close()


async def _make_tables(services: Services) -> None:
    tables = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(tables)
    numbered = [table for table in tables.sorted_tables if "id" in table.columns]
    for table in numbered:
        table.dialect_options["sqlite"]["autoincrement"] = True
    async with services.db.engine.begin() as connection:
        await connection.run_sync(tables.create_all)
        for place, table in enumerate(numbered):
            start = {"name": table.name, "first": FIRST_ID + place * RANGE}
            await connection.execute(text("insert into sqlite_sequence (name, seq) values (:name, :first)"), start)


def _never_waiting(connection: Any, _record: Any) -> None:
    connection.execute("pragma synchronous=off")  # nothing here outlives the process


async def _trainings(outer: Services, staff: Sequence[Agent]) -> Sequence[RowMapping]:
    """What they have learnt: without it nobody may deal with what is about danger."""
    table = TrainingRecord.__table__
    async with outer.db.reading() as tx:
        query = select(table).where(table.c.agent_id.in_([agent.id for agent in staff])).order_by(table.c.id)
        return (await tx.execute(query)).mappings().all()


async def _staff_it(services: Services, staff: Sequence[Agent], trainings: Sequence[RowMapping]) -> None:
    """The same people, in the same order, with what they have learnt."""
    async with services.db.transaction() as tx:
        for agent in staff:
            facts = {column.key: getattr(agent, column.key) for column in Agent.__table__.columns}
            await tx.execute(insert(Agent).values({**facts, "id": None, "manager_id": None, "presence": "offline"}))
        here = (await tx.scalars(select(Agent.id).order_by(Agent.id))).all()
        known = dict(zip([agent.id for agent in staff], here, strict=True))
        for row in trainings:
            by = known.get(row["recorded_by_id"], here[0])
            told = {**row, "id": None, "agent_id": known[row["agent_id"]], "recorded_by_id": by}
            await tx.execute(insert(TrainingRecord).values(told))


async def _live(services: Services, clock: FrozenClock, lives: Sequence[Life], now: datetime) -> None:
    """Each life up to now. One that the life cycle does not let go on ends as `stuck`, and nothing is cast from it: where
    danger keeps a case from closing, say, nobody can open it again."""
    todo = [
        (moment, life.number, place) for life in lives for place, moment in enumerate(life.moments) if moment <= now
    ]
    heapq.heapify(todo)
    known = {life.number: life for life in lives}
    looked = busy_until = clock.now()
    while todo:
        moment, number, place = heapq.heappop(todo)
        while (then := looked + (LOOK if looked < busy_until else DAY)) < moment:
            looked = then
            clock.move_to(looked)
            await tick(services, HERE)
        busy_until = max(busy_until, moment + LONG_OVER)
        clock.move_to(moment)
        if not known[number].stuck:
            await _step(services, known[number], place)
    clock.move_to(now)
    await tick(services, HERE)


async def _step(services: Services, life: Life, place: int) -> None:
    if place == 0:
        async with services.db.transaction() as tx:
            life.case_id = await _register(tx, life)
    else:
        try:
            async with services.db.transaction() as tx:
                case = await tx.get_one(Case, life.case_id)
                await ROADS[life.road].steps[place - 1].act(tx, case, life)
        except NotPossible:
            life.stuck = True


async def _register(tx: Transaction, life: Life) -> int:
    talk = await _talk(tx, life) if life.channel == "chat" else None
    reached = Contact() if life.anonymous else Contact(life.who.name, life.who.email, life.who.phone)
    complaint = Complaint(
        narrative=life.narrative, channel=life.channel, language=life.language, anonymous=life.anonymous, contact=reached,
        conversation_id=talk.id if talk else None, product=life.product, order_ref=life.order, wanted_code=life.plot.wish,
        topics=tuple(SuggestedTopic(code, round(life.chance.uniform(0.55, 0.98), 2)) for code in life.plot.topics),
        safety=life.plot.topics[0].startswith("C09"),
    )  # fmt: skip
    case, _new = await open_case(tx, complaint, actor=CUSTOMER, idempotency_key=f"life:{life.number}")
    if talk is not None:
        await link_case(tx, talk, case_id=case.id, actor="assistant")
        await close_conversation(tx, talk, actor="customer")
    return case.id


async def _talk(tx: Transaction, life: Life) -> Conversation:
    """What was said before the complaint was registered."""
    customer, _token = await welcome(tx, language=life.language)
    conversation = await open_conversation(tx, customer, language=life.language)
    conversation.greeted, conversation.waiting_since = True, None
    heard = SAID[life.language].format(product=life.product)
    for author, line in (("customer", life.narrative), ("assistant", heard), ("customer", YES[life.language])):
        message = await post_message(tx, conversation, author=author, body=line)
        message.answered_at, conversation.waiting_since = tx.clock.now(), None
    return conversation
