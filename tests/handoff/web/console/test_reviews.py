"""The review pack: one button, a page and a paper in both languages, and evidence on paper."""

from __future__ import annotations

import io
import re
import subprocess
from hashlib import sha256
from shutil import which

import pytest

from tests.handoff.web.console.insights_world import PAGE, figures, look, representative, send


async def paper(desk, path) -> tuple[bytes, str]:
    answer = await desk.get(path, headers=PAGE)
    content = await answer.read()
    assert (answer.status, answer.content_type) == (200, "application/pdf"), content[:400]
    assert content.startswith(b"%PDF-")
    return content, answer.headers.get("X-Content-SHA256", "")


def words_on(content: bytes) -> str:
    """The text of a PDF, where the program that reads it is there; else nothing."""
    if which("pdftotext") is None:
        return ""
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_one_button_makes_the_pack_and_it_can_be_laid_on_a_table(services, desk_of, mina, omid, language):
    await figures(services, [mina, omid])
    roya = await representative(services, language)
    desk = await desk_of(roya)
    at = (await send(desk, "/console/insights/reviews", start="2026-07-01", last="2026-09-30"))["go"]
    page = await look(desk, at)
    assert len(re.findall(r'<h2 id="input-', page)) == 16
    nothing = "Nothing to report." if language == "en" else "موردی برای گزارش نیست."
    assert nothing in page
    await send(desk, f"{at}/inputs", changes_outside="A new law on returns.")
    await send(desk, f"{at}/meeting", 409, held_on="2026-10-05", minutes="Too early.")
    await send(desk, f"{at}/freezing")
    await send(desk, f"{at}/meeting", held_on="2026-10-05", minutes="Everybody came.", attendee=str(roya.id))
    await send(desk, f"{at}/decisions", kind="process", words="Faster answers.", owner=str(mina.id), due="2027-01-10")
    page = await look(desk, at)
    assert "A new law on returns." in page
    assert "Faster answers." in page
    content, _ = await paper(desk, f"{at}/pdf")
    assert len(content) > 20_000
    if text := words_on(content):
        assert "Everybody came" in text
    data = await (await desk.get(f"{at}/data", headers=PAGE)).json()
    assert data["hash"][:16] in page
    assert set(data["figures"]["figures"]) == set(services.policy.measures.catalogue)


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_evidence_can_be_taken_along_with_its_hash(services, desk_of, mina, language):
    await figures(services, [mina], count=30)
    desk = await desk_of(await representative(services, language))
    page = await look(desk, "/console/insights/evidence")
    assert ("No evidence" if language == "en" else "بدون شواهد") in page
    content, printed = await paper(desk, "/console/insights/evidence?format=pdf")
    assert printed == sha256(content).hexdigest()
    answer = await desk.get("/console/insights/evidence?format=csv", headers=PAGE)
    table = await answer.read()
    assert answer.headers["X-Content-SHA256"] == sha256(table).hexdigest()
    assert "certified" not in page.lower()
    assert io.BytesIO(table).readline().startswith(b"clauses,status")


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_everybody_can_read_the_published_figures(services, client, mina, language):
    await figures(services, [mina])
    page = await look(client, f"/figures?lang={language}")
    assert services.policy.measures.catalogue["M04"].name.say(language) in page
