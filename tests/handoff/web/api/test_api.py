"""The API as the assistant's actions use it."""

import asyncio

import pytest
from sqlalchemy import func, select

from handoff.cases import Case
from handoff.cases.opening import tracking_secret
from handoff.conversations import Conversation, read_messages
from handoff.web.server import make_web_app
from tests.handoff.cases.conftest import STORY
from tests.handoff.conftest import ON_BOTH

TOKEN = {"Authorization": f"Bearer {'a' * 32}"}
ANSWERS = {
    "narrative": STORY,
    "order_ref": "A-10423",
    "email": "sara@example.com",
    "requested_remedy": "a refund",
    "remedy_code": "R14",
    "topics": [{"code": "C01.3", "confidence": 0.83}],
    "notice_shown": True,
}


@pytest.fixture
async def api(services, aiohttp_client):
    return await aiohttp_client(make_web_app(services), headers=TOKEN)


async def register(api, conversation, key="one", **changes):
    body = {"conversation": conversation.id, "answers": {**ANSWERS, **changes}}
    return await api.post("/api/cases", json=body, headers={"Idempotency-Key": key})


async def test_without_the_token_everything_is_closed_but_the_description(services, aiohttp_client, conversation):
    stranger = await aiohttp_client(make_web_app(services))
    described = await (await stranger.get("/api/openapi.json")).json()
    assert len(described["paths"]) >= 9
    for path, methods in described["paths"].items():
        for method in methods:
            address = path.replace("{conversation}", str(conversation.id)).replace("{survey}", "1")
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic " + "a" * 32}):
                answer = await stranger.request(method, address, json={}, headers=headers)
                assert answer.status == 401, (method, path)
                assert (await answer.json())["code"] in ("bad_token", "not_signed_in")


async def test_every_address_under_api_is_described(services):
    app = make_web_app(services)
    from handoff.web.api.description import describe

    paths = set(describe(app.router)["paths"])
    served = {route.resource.canonical for route in app.router.routes() if route.resource.canonical.startswith("/api/")}
    assert served - {"/api/openapi.json"} == paths


async def test_what_was_told_is_kept_per_answer(api, conversation):
    address = f"/api/conversations/{conversation.id}/draft"
    assert await (await api.get(address)).json() == {"answers": {}}
    await api.put(address, json={"answers": {"narrative": STORY, "email": "a@b.co"}})
    await api.put(address, json={"answers": {"email": None, "order_ref": "A-1"}})
    assert (await (await api.get(address)).json())["answers"] == {"narrative": STORY, "order_ref": "A-1"}


@ON_BOTH
async def test_eight_identical_registrations_at_once_are_one_case_with_one_receipt(services, api, conversation):
    answers = await asyncio.gather(*[register(api, conversation) for _ in range(8)])
    assert sorted(answer.status for answer in answers) == [200] * 7 + [201]
    bodies = [await answer.json() for answer in answers]
    assert len({body["number"] for body in bodies}) == 1
    assert {promise["kind"] for promise in bodies[0]["promises"]} >= {"first_contact", "answer"}
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Case.id))) == 1
        own = await tx.get_one(Conversation, conversation.id)
        receipts = [message for message in await read_messages(tx, own, private=False) if message.kind == "receipt"]
        case = await tx.scalar(select(Case))
        secret = await tracking_secret(tx, case)
    assert len(receipts) == 1
    assert case.number in receipts[0].body
    assert secret in receipts[0].body
    assert own.case_id == case.id


async def test_number_and_secret_are_never_in_an_answer_of_registration(api, services, conversation):
    body = await (await register(api, conversation)).text()
    async with services.db.reading() as tx:
        secret = await tracking_secret(tx, await tx.scalar(select(Case)))
    assert secret not in body


async def test_the_draft_is_gone_once_it_is_a_case(api, conversation):
    address = f"/api/conversations/{conversation.id}/draft"
    await api.put(address, json={"answers": ANSWERS})
    await register(api, conversation)
    assert await (await api.get(address)).json() == {"answers": {}}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"narrative": ""}, "narrative_missing"),
        ({"email": None}, "contact_missing"),
        ({"topics": [{"code": "C77.7", "confidence": 0.5}]}, "topic_unknown"),
        ({"remedy_code": "R77"}, "remedy_unknown"),
        ({"incident_date": "yesterday"}, "invalid"),
        ({"surprise": 1}, "invalid"),
        ({"narrative": "x" * 30_000}, "invalid"),
    ],
)
async def test_what_cannot_be_registered_is_refused_with_a_code_and_nothing_is_lost(api, conversation, changes, code):
    address = f"/api/conversations/{conversation.id}/draft"
    await api.put(address, json={"answers": ANSWERS})
    answer = await register(api, conversation, **changes)
    assert (answer.status, (await answer.json())["code"]) == (422, code)
    assert (await (await api.get(address)).json())["answers"]["narrative"] == STORY


async def test_a_registration_needs_its_idempotency_key(api, conversation):
    answer = await api.post("/api/cases", json={"conversation": conversation.id, "answers": ANSWERS})
    assert (await answer.json())["code"] == "idempotency_key_missing"


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"conversation": "x"}', "\x00", '{"conversation": 1e400}'])
async def test_bodies_that_are_no_requests_are_refused_politely(api, body):
    answer = await api.post("/api/cases", data=body, headers={"Idempotency-Key": "x"})
    assert answer.status in (400, 422)
    assert set(await answer.json()) >= {"code", "detail"}


@pytest.mark.parametrize("conversation_id", ["0", "999", "99999999999999999999", "-1", "x", "1.5", "%00"])
async def test_talks_that_are_not_there_are_not_found(api, conversation_id):
    answer = await api.get(f"/api/conversations/{conversation_id}/draft")
    assert answer.status == 404


async def test_a_case_is_looked_up_by_number_and_secret_and_guessing_is_limited(services, api, conversation):
    number = (await (await register(api, conversation)).json())["number"]
    async with services.db.reading() as tx:
        secret = await tracking_secret(tx, await tx.scalar(select(Case)))

    async def look_up(**by):
        return await api.post("/api/case-lookups", json={"conversation": conversation.id, **by})

    [found] = (await (await look_up(number=number, secret=secret)).json())["cases"]
    assert found["number"] == number
    assert found["state_text"]
    assert [case["number"] for case in (await (await look_up()).json())["cases"]] == [number]
    statuses = [(await look_up(number=number, secret=f"WRON-GSEC-{n:02d}")).status for n in range(12)]
    assert set(statuses[:3]) == {404}
    assert statuses[-1] == 429


async def test_a_line_said_at_once_stands_before_the_queue_notice_and_only_once(api, services, conversation):
    for _ in range(2):
        said = await api.post(
            f"/api/conversations/{conversation.id}/lines", json={"text": "Call 115 now.", "key": "danger:1"}
        )
        assert said.status == 201
    await api.post(f"/api/conversations/{conversation.id}/handover", json={"reason": "safety"})
    async with services.db.reading() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        messages = [(message.author, message.body) for message in await read_messages(tx, own, private=False)]
    assert messages.count(("assistant", "Call 115 now.")) == 1
    place = messages.index(("assistant", "Call 115 now."))
    assert [author for author, _ in messages[place + 1 :]] == ["system"], "the queue's notice comes after it"


async def test_asking_for_a_person_twice_queues_once(api, services, conversation):
    address = f"/api/conversations/{conversation.id}/handover"
    first, second = [await api.post(address, json={"reason": "asked"}) for _ in range(2)]
    assert (first.status, second.status) == (201, 200)
    said = await first.json()
    assert said["text"]
    async with services.db.reading() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        bodies = [message.body for message in await read_messages(tx, own, private=False)]
    assert said["text"] in bodies, "the service has told the customer itself"


async def test_the_language_changes(api, services, conversation):
    await api.put(f"/api/conversations/{conversation.id}/language", json={"language": "fa"})
    answer = await api.put(f"/api/conversations/{conversation.id}/language", json={"language": "de"})
    assert answer.status == 422
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, conversation.id)).language == "fa"


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_the_published_information_says_what_the_clocks_do(api, services, language):
    said = await (await api.get(f"/api/published-information?language={language}")).json()
    assert all(
        said[name] for name in ("how", "steps", "times", "options", "outside_bodies", "free", "privacy", "hours_text")
    )
    assert {remedy["code"] for remedy in said["remedies"]} >= {"R14", "R03", "R17"}


async def test_the_complainant_acts_on_their_own_case_only(api, services, conversation, customer):
    from handoff.conversations import open_conversation
    from handoff.customers import welcome

    number = (await (await register(api, conversation)).json())["number"]
    async with services.db.transaction() as tx:
        stranger, _token = await welcome(tx, language="en")
        other = await open_conversation(tx, stranger, language="en")
    own = f"/api/conversations/{conversation.id}/case-actions"
    added = await api.post(own, json={"act": "add_information", "text": "The lid fell off again.", "case": number})
    assert added.status == 200
    assert number in (await added.json())["text"]
    early = await api.post(own, json={"act": "accept", "case": number})
    assert (early.status, (await early.json())["code"]) == (409, "not_possible")
    foreign = f"/api/conversations/{other.id}/case-actions"
    assert (await api.post(foreign, json={"act": "withdraw", "case": number})).status == 404
    gone = await api.post(own, json={"act": "withdraw", "case": number})
    assert gone.status == 200
