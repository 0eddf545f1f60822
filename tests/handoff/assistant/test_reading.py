"""What comes past the talk is read by the assistant as well: a suggestion, and an alarm when somebody may be in danger."""

from __future__ import annotations

from datetime import timedelta

from handoff.assistant.heard import Heard, heard_in
from handoff.assistant.reading import PIECE, unread
from handoff.cases import Contact
from handoff.cases.assessing import confirm_topic
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import Actor
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH
from tests.handoff.follow_ups.looking import pass_time, prompts
from tests.handoff.sla.world import STORY, case_of, register

TOLD = {"topics": (), "channel": "form"}


async def topics(services, case):
    async with services.db.reading() as tx:
        return [(issue.topic, issue.suggested_topic, issue.confidence) for issue in await issues_of(tx, case)]


@ON_BOTH
async def test_a_form_without_a_topic_gets_suggestions_that_nobody_has_confirmed(services, rasa):
    rasa.meanings[STORY] = Heard((("C01.1", 0.8), ("C06.3", 0.2), ("C77", 0.2)))
    case = await register(services, **TOLD)
    assert await topics(services, case) == [("C99.9", None, 0.0)]
    await tick(services)
    assert await topics(services, case) == [("C01.1", "C01.1", 0.8), ("C06.3", "C06.3", 0.2)]
    await tick(services)
    assert rasa.read == [STORY], "once"


async def test_danger_in_a_form_is_put_first_and_alarms_somebody(services, rasa):
    rasa.meanings[STORY] = Heard((("C09.1", 0.9),), danger=True)
    case = await register(services, **TOLD)
    assert await prompts(services, "P26") == []
    await tick(services)
    case = await case_of(services, case)
    assert (case.priority, case.flags) == ("P1", ["safety"])
    assert await prompts(services, "P26")


async def test_while_it_is_away_the_complaint_is_there_and_is_read_later_for_a_day(services, rasa, clock):
    rasa.down = True
    rasa.meanings[STORY] = Heard((("C01.1", 0.8),))
    case = await register(services, **TOLD)
    await tick(services)
    assert (await case_of(services, case)).state == "registered"
    rasa.down = False
    await tick(services)
    assert rasa.read == [], "not every second"
    clock.advance(timedelta(minutes=5))
    await tick(services)
    assert (await topics(services, case))[0][0] == "C01.1"


async def test_it_is_not_asked_for_ever(services, rasa, clock):
    rasa.down = True
    await register(services, **TOLD)
    await pass_time(services, clock, timedelta(days=2))
    async with services.db.reading() as tx:
        assert await unread(tx, 10) == []


async def test_who_sorted_it_first_is_not_overruled(services, rasa, mina):
    rasa.meanings[STORY] = Heard((("C01.1", 0.8),))
    case = await register(services, **TOLD)
    async with services.db.transaction() as tx:
        (issue,) = await issues_of(tx, case)
        await confirm_topic(tx, await tx.get_one(type(case), case.id), issue, topic="C02.1", actor=Actor.agent(mina.id))
    await tick(services)
    assert await topics(services, case) == [("C02.1", None, 0.0)]


async def test_what_was_told_in_a_talk_is_not_read_again(services, rasa, conversation):
    await register(services, conversation)
    await tick(services)
    assert rasa.read == []


async def test_a_long_story_is_read_to_its_end_and_a_slash_is_no_order(services, rasa):
    end = "and then it caught fire"
    story = "/" + "x" * (PIECE - 1) + end
    rasa.meanings[end] = Heard(danger=True)
    case = await register(services, **TOLD, narrative=story, contact=Contact(email="a@example.com"))
    await tick(services)
    assert rasa.read == ["x" * (PIECE - 1), end]
    assert (await case_of(services, case)).priority == "P1"


def test_the_answer_of_the_assistant_is_read():
    parsed = {
        "intent": {"name": "safety_danger", "confidence": 1.0},
        "heard": {"topics": [{"code": "C09.1", "confidence": 0.7}, {"code": "C01.1", "confidence": 0.1}]},
    }
    assert heard_in(parsed) == Heard((("C09.1", 0.7),), danger=True)
    assert heard_in({"intent": None}) == Heard()
