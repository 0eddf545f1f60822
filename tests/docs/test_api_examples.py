"""Every example of docs/api.md is sent to the service as it stands there, in one talk, in the order of the page."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept
from handoff.cases.answering import Finding, answer_at_front_line
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import CUSTOMER
from handoff.cases.opening import tracking_secret
from handoff.cases.owning import own
from handoff.surveys.models import Survey
from handoff.web.server import make_web_app
from tests.support.house_rules import text_of
from tools.pages.api import description, operations
from tools.pages.api_examples import CONVERSATION, EXAMPLES, NUMBER, SECRET, SURVEY

BLOCK = re.compile(
    r"^`(?P<operation>[A-Z]+ /\S+)`$.*?^```sh\n(?P<command>curl.*?)```\n\n(?P<status>\d+), in this form:\n\n"
    r"```json\n(?P<answer>.*?)```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Shown:
    """An example as the page shows it."""

    operation: str
    command: str
    status: int
    answer: dict


def shown() -> list[Shown]:
    return [
        Shown(found["operation"], found["command"], int(found["status"]), json.loads(found["answer"]))
        for found in BLOCK.finditer(text_of("docs/api.md"))
    ]


def test_every_operation_has_an_example() -> None:
    described = [f"{method} {path}" for method, path, _ in operations(description())]
    assert [example.operation for example in shown()] == described == [" ".join(key) for key in EXAMPLES]


async def test_every_example_does_what_the_page_says(services, aiohttp_client, conversation, mina) -> None:
    client = await aiohttp_client(make_web_app(services))
    real = {"/conversations/12/": f"/conversations/{conversation.id}/"}
    real[f'"conversation": {CONVERSATION}'] = f'"conversation": {conversation.id}'
    for example in shown():
        if example.operation.endswith("/survey"):
            real[f"/surveys/{SURVEY}/"] = f"/surveys/{await _close(services, mina)}/"
        command = example.command
        for written, meant in real.items():
            command = command.replace(written, meant)
        answer = await _send(client, command)
        assert (answer.status, _form(await answer.json())) == (example.status, _form(example.answer)), example.operation
        if example.operation == "POST /api/cases":
            real |= await _number_and_secret(services)


async def test_what_is_refused_has_the_two_fields_that_the_page_promises(services, aiohttp_client) -> None:
    client = await aiohttp_client(make_web_app(services))
    answer = await client.get("/api/conversations/1/draft")
    assert answer.status == 401
    assert set(await answer.json()) == {"code", "detail"}


async def _send(client, command: str):
    """What curl would do."""
    words = shlex.split(command.replace("\\\n", " "))
    method, address, headers, body = words[words.index("-X") + 1], "", {}, None
    for before, word in pairwise(words):
        if word.startswith("$PASOKH"):
            address = word.removeprefix("$PASOKH")
        elif before == "-H":
            name, _, value = word.partition(": ")
            headers[name] = value.replace("$TOKEN", "a" * 32)
        elif before == "--json":
            body = json.loads(word)
    return await client.request(method, address, headers=headers, json=body)


async def _number_and_secret(services) -> dict[str, str]:
    async with services.db.reading() as tx:
        case = (await tx.scalars(select(Case))).one()
        return {NUMBER: case.number, SECRET: str(await tracking_secret(tx, case))}


async def _close(services, mina) -> int:
    """Answer the case, let it be accepted, and give the survey that follows."""
    who = Actor.agent(mina.id)
    async with services.db.transaction() as tx:
        case = (await tx.scalars(select(Case))).one()
        await own(tx, case, mina, actor=who)
        issues = await issues_of(tx, case)
        for issue in issues:
            await confirm_topic(tx, case, issue, topic=issue.topic, actor=who)
        await assess(tx, case, severity=2, impact=1, urgency=1, complexity="simple", actor=who)
        findings = {
            issue.id: Finding(outcome="upheld", reason="The packing list shows it.", cause="K08") for issue in issues
        }
        await answer_at_front_line(tx, case, findings=findings, text="You are right.", remedies=(), actor=who)
        await accept(tx, case, how="chat", actor=CUSTOMER)
    async with services.db.reading() as tx:
        return (await tx.scalars(select(Survey))).one().id


def _form(value: object) -> object:
    """The shape without the words: names of fields, and the kinds of what they hold where it is not a matter of the case."""
    if isinstance(value, dict):
        return {name: _form(content) for name, content in value.items()}
    elif isinstance(value, list):
        return [_form(value[0])] if value else []
    else:
        return "something"
