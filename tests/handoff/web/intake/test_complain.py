"""The complaint form, as a browser without scripts uses it."""

from __future__ import annotations

import io
import re

import pytest
from aiohttp import FormData

from handoff.cases.looking_up import case_by_number
from handoff.cases.parties import complainant_of
from handoff.conversations import Attachment
from handoff.conversations.attaching import read_file
from handoff.db import keys
from handoff.events import of_case
from tests.handoff.conftest import ON_BOTH

ENOUGH = {
    "form": "a-token-of-this-form",
    "narrative": "The kettle of order A-10423 came with a broken lid.",
    "email": "Sara@Example.com",
    "wanted_code": "R14",
}


def number_in(page: str) -> str:
    return re.search(r'id="number">(PA-\d{4}-\d{4})<', page)[1]


def secret_in(page: str) -> str:
    return re.search(r'id="secret">([0-9A-Z-]{12})<', page)[1]


def as_multipart(fields: dict[str, str], *files: tuple[str, bytes]) -> FormData:
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    for name, content in files:
        form.add_field("files", io.BytesIO(content), filename=name, content_type="application/octet-stream")
    return form


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_the_form_is_there_in_both_languages_and_needs_no_script(client, language):
    page = await (await client.get("/complain", params={"lang": language})).text()
    assert f'lang="{language}"' in page
    for field in ("narrative", "order_ref", "wanted_code", "email", "anonymous", "acting_for", "needs", "files"):
        assert f'name="{field}"' in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@ON_BOTH
async def test_at_c_a_story_and_an_address_are_enough(client, services):
    """AT-C: four answers are enough: what happened, how to answer, what is wanted, and that the notice was seen."""
    answer = await client.post("/complain", data=ENOUGH)
    page = await answer.text()
    assert answer.status == 201
    assert answer.headers["Cache-Control"] == "no-store"
    async with services.db.reading() as tx:
        case = await case_by_number(tx, number_in(page))
        contact = await complainant_of(tx, case)
        narrative = await keys.unseal(tx, case.key_owner, case.narrative)
        happened = [row.name for row in await of_case(tx, case.id)]
    assert (case.channel, case.state, case.wanted_code, case.language) == ("form", "registered", "R14", "en")
    assert contact.email == "sara@example.com"
    assert narrative == ENOUGH["narrative"]
    assert "case.opened" in happened


@ON_BOTH
async def test_sent_twice_it_is_one_complaint_with_the_same_secret(client):
    first, second = [await (await client.post("/complain", data=ENOUGH)).text() for _ in range(2)]
    assert number_in(first) == number_in(second)
    assert secret_in(first) == secret_in(second)
    other = await (await client.post("/complain", data={**ENOUGH, "form": "another-token-of-a-form"})).text()
    assert number_in(other) != number_in(first)


async def test_what_is_missing_is_said_kindly_and_everything_typed_is_kept(client):
    typed = {"narrative": "", "order_ref": "A-10423 «x»", "email": "not an address", "wanted": "My <money> back"}
    answer = await client.post("/complain", data=typed)
    page = await answer.text()
    assert answer.status == 422
    assert "Please tell what happened" in page
    assert "does not look like an e-mail address" in page
    assert 'value="A-10423 «x»"' in page
    assert 'value="not an address"' in page
    assert "My &lt;money&gt; back</textarea>" in page
    assert 'href="#narrative"' in page
    assert 'aria-invalid="true"' in page


async def test_there_must_be_a_way_to_answer_or_the_wish_to_stay_anonymous(client, services):
    silent = await client.post("/complain", data={"narrative": "Broken"})
    assert "choose to stay anonymous" in await silent.text()
    anonymous = await client.post("/complain", data={"narrative": "Broken", "anonymous": "1", "name": "Sara"})
    assert anonymous.status == 201
    async with services.db.reading() as tx:
        case = await case_by_number(tx, number_in(await anonymous.text()))
        assert case.anonymous
        assert (await complainant_of(tx, case)).name is None


async def test_persian_dates_digits_and_a_representative_are_understood(client, services):
    fields = {
        **ENOUGH,
        "incident_date": "۱۴۰۵/۰۹/۰۱",
        "phone": "۰۹۱۲۱۲۳۴۵۶۷",
        "name": "سارا",
        "acting_for": "مادربزرگ سارا",
        "acting_as": "نوه",
    }
    answer = await client.post("/complain?lang=fa", data=fields)
    page = await answer.text()
    assert "شکایت شما ثبت شد" in page
    async with services.db.reading() as tx:
        case = await case_by_number(tx, number_in(page))
        contact = await complainant_of(tx, case)
    assert case.incident_date.isoformat() == "2026-11-22"
    assert (contact.name, contact.phone, case.language) == ("مادربزرگ سارا", "09121234567", "fa")


@ON_BOTH
async def test_files_are_kept_sealed_with_the_case(client, services):
    answer = await client.post("/complain", data=as_multipart(ENOUGH, ("invoice.pdf", b"%PDF-1.7 paid")))
    assert answer.status == 201
    async with services.db.reading() as tx:
        case = await case_by_number(tx, number_in(await answer.text()))
        attachment = await tx.get_one(Attachment, 1)
        name, content = await read_file(tx, attachment)
        told = [row for row in await of_case(tx, case.id) if row.name == "case.files_added"]
    assert (name, content, attachment.case_id) == ("invoice.pdf", b"%PDF-1.7 paid", case.id)
    assert b"paid" not in attachment.content
    assert [(row.actor, row.data["count"]) for row in told] == [("customer", 1)]


async def test_a_complaint_names_the_earlier_one_that_it_goes_on_from(client, services):
    first = number_in(await (await client.post("/complain", data=ENOUGH)).text())
    more = {**ENOUGH, "form": "another-token-of-it", "earlier_case": first}
    second = number_in(await (await client.post("/complain", data=more)).text())
    async with services.db.reading() as tx:
        earlier, case = await case_by_number(tx, first), await case_by_number(tx, second)
        names = [row.name for row in await of_case(tx, case.id)]
    assert case.earlier_case_id == earlier.id
    assert names.count("case.continues") == 1


async def test_a_file_that_cannot_be_taken_costs_nothing_of_what_was_typed(client):
    answer = await client.post("/complain", data=as_multipart(ENOUGH, ("virus.exe", b"MZ")))
    page = await answer.text()
    assert answer.status == 422
    assert "Pictures (JPEG, PNG, WebP, GIF) and PDF" in page
    assert ENOUGH["narrative"] in page


async def test_a_form_from_another_sites_page_is_not_carried_out(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = await client.post("/complain", data=ENOUGH, headers={**headers, "Accept": "application/json"})
        assert (answer.status, (await answer.json())["code"]) == (403, "foreign_origin")
    assert (await client.post("/complain", data=ENOUGH, headers={"Sec-Fetch-Site": "same-origin"})).status == 201
