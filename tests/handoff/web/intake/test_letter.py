"""The answer as its complainant reads it: on the page behind number and secret, and on paper, in their language."""

from __future__ import annotations

import io
import re
import zlib
from datetime import timedelta
from decimal import Decimal

import pytest

from handoff.cases import Case
from handoff.cases.answering import Remedy, answer_at_front_line
from handoff.cases.looking_up import issues_of
from handoff.cases.opening import tracking_secret
from handoff.cases.triage.splitting import describe_issue
from tests.handoff.cases.conftest import register
from tests.support.examining import assessed, findings

PAGE = {"Accept": "text/html"}
FINDS = {"en": "The packing list shows it.", "fa": "فهرست بسته‌بندی آن را نشان می‌دهد."}
WORDS = {"en": "You were right and we are sorry.", "fa": "حق با شما بود و عذر می‌خواهیم."}


@pytest.fixture
def answered(services, mina):
    async def made(language: str) -> tuple[Case, str]:
        case = await register(services, language=language)
        async with services.db.transaction() as tx:
            case = await tx.get_one(Case, case.id)
            who = await assessed(tx, case, mina)
            first = (await issues_of(tx, case))[0]
            await describe_issue(tx, case, first, claim=WORDS[language], actor=who)
            refund = Remedy(
                code="R14", amount=Decimal(450_000), currency="IRT", due_at=tx.clock.now() + timedelta(days=5)
            )
            found = await findings(tx, case)
            for finding in found.values():
                object.__setattr__(finding, "reason", FINDS[language])
            await answer_at_front_line(tx, case, findings=found, text=WORDS[language], remedies=[refund], actor=who)
            secret = await tracking_secret(tx, case)
        return case, secret or ""

    return made


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_7_8_the_letter_answers_every_point_in_the_complainants_language_with_the_ways_on(
    answered, client, services, language
):
    """AT-7.8: outcome and reason per point, remedies with date, review and outside bodies, in the complainant's language."""
    case, secret = await answered(language)
    other = "fa" if language == "en" else "en"
    page = await client.post(f"/track?lang={other}", data={"number": case.number, "secret": secret}, headers=PAGE)
    html = await page.text()
    letter = html.partition('class="letter-of-answer"')[2].partition("</article>")[0]
    assert f'lang="{language}"' in letter[:60], "its own language, on a page in the other one"
    assert letter.count(FINDS[language]) == 2, "each of the two points has its reason"
    policy = services.policy
    assert policy.lifecycle.outcomes["upheld"].public.say(language) in letter
    assert policy.remedies.catalogue["R14"].name.say(language) in letter
    for body in policy.published.bodies_in(policy.organisation.locale):
        assert body.name.say(language).split("(")[0].strip() in letter
    if language == "fa":
        assert "آذر" in letter
        assert "۴۵۰" in letter
        assert "November" not in letter
    else:
        assert "November" in letter
        assert "450,000" in letter


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_the_letter_is_printed_as_a_pdf_with_its_language_and_shaped_letters(answered, client, language):
    case, secret = await answered(language)
    answer = await client.post("/track/letter", data={"number": case.number, "secret": secret})
    content = await answer.read()
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    assert content.startswith(b"%PDF-")
    streams = b"".join(_streams(content))
    assert f"/Lang ({language})".encode() in content + streams
    if language == "fa":
        # Letters in their joined forms come as glyphs of a font with Arabic, and can be read back as letters.
        read = _letters(streams)
        assert {"ح", "ق", "ش", "م"} <= read


async def test_without_the_secret_there_is_no_letter(answered, client):
    case, _secret = await answered("en")
    answer = await client.post("/track/letter", data={"number": case.number, "secret": "AAAA-AAAA-AA"}, headers=PAGE)
    assert answer.status == 404
    assert "letter-of-answer" not in await answer.text()


async def test_what_was_sent_never_changes_again(answered, services, client):
    case, secret = await answered("en")
    async with services.db.transaction() as tx:
        for issue in await issues_of(tx, await tx.get_one(Case, case.id)):
            issue.outcome, issue.finding = "not_upheld", None
    page = await client.post("/track?lang=en", data={"number": case.number, "secret": secret}, headers=PAGE)
    assert (await page.text()).count(FINDS["en"]) == 2


def _streams(pdf: bytes):
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(found[1])
        except zlib.error:
            yield found[1]


def _letters(streams: bytes) -> set[str]:
    """The letters to which the fonts' tables map their glyphs."""
    text = io.StringIO()
    for code in re.findall(rb"<([0-9a-fA-F]{4,})>", streams):
        for place in range(0, len(code) - 3, 4):
            text.write(chr(int(code[place : place + 4], 16)))
    return set(text.getvalue())
