"""What the documents point at is there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from tests.support.house_rules import project_files, text_of
from tools.places import ROOT

DOCUMENTS = [path for path in project_files() if path.endswith(".md")]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
LARGEST_PICTURE = 300_000  # bytes


def links(path: str) -> list[str]:
    text = re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)
    return [target for target in LINK.findall(text) if not re.match(r"\w+:", target)]


def heading_anchors(path: str) -> set[str]:
    """As a repository's pages make them: small letters, no punctuation, dashes for blanks."""
    titles = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(path: str) -> list[str]:
    found = []
    for target in links(path):
        file, _, anchor = target.partition("#")
        place = (ROOT / path).parent / file if file else ROOT / path
        if not place.exists():
            found.append(target)
        elif anchor and place.suffix == ".md":
            inside = place.resolve().relative_to(ROOT).as_posix()
            found += [] if anchor in heading_anchors(inside) else [target]
    return found


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_leads_somewhere(path: str) -> None:
    assert broken_links(path) == []


def test_links_are_really_looked_at() -> None:
    assert "docs/architecture.md" in links("README.md")
    assert "running" in {PurePosixPath(target.partition("#")[0]).stem for target in links("docs/architecture.md")}


def test_every_place_that_the_glossary_names_is_there() -> None:
    rows = [line for line in text_of("docs/domain.md").splitlines() if re.match(r"\| [a-z]", line)]
    places = [place for row in rows for place in re.findall(r"`([\w./]+/[\w./]*)`", row.rpartition(" | ")[2])]
    assert len(rows) > 60
    assert len(places) >= len(rows) - 1
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_word_of_the_glossary_is_given_in_both_languages_once() -> None:
    rows = [line.split(" | ") for line in text_of("docs/domain.md").splitlines() if re.match(r"\| [a-z]", line)]
    words = [row[0].strip("| ") for row in rows if row[0] != "| English"]
    assert sorted(words) == sorted(set(words))
    assert [row[0] for row in rows if not re.search("[آ-ی]", row[1])] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    assert decisions
    assert [target for target in links("docs/adr/README.md") if target[0] == "0"] == decisions


def test_decisions_fit_on_a_page_and_say_what_they_cost() -> None:
    for path in (ROOT / "docs" / "adr").glob("0*.md"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60, path.name
        assert [
            part for part in ("## What was chosen", "## What it costs", "## What was left") if part not in text
        ] == []


def test_pictures_are_small_enough_to_look_at() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []
