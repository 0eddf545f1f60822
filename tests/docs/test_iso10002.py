"""The map from the standard's clauses to tests is whole and true."""

from __future__ import annotations

import re

from tests.support.project import ROOT
from tools.pages import iso10002

# 15 principles, 4 of the framework, 4 of planning, 9 of operation, 7 of upkeep, 9 annexes.
COUNTS = {"4": 15, "5": 4, "6": 4, "7": 9, "8": 7, "A": 9}


def test_the_list_has_every_clause_once() -> None:
    ids = [proof.id for proof in iso10002.proofs()]
    assert len(ids) == len(set(ids)) == 48
    assert {begins: sum(proof.clause.startswith(begins) for proof in iso10002.proofs()) for begins in COUNTS} == COUNTS
    assert all(iso10002.ID.fullmatch(name) for name in ids)


def test_no_test_claims_a_clause_that_is_not_on_the_list_and_each_name_says_its_clause() -> None:
    known = {proof.id for proof in iso10002.proofs()}
    for test in iso10002.shown():
        assert set(test.ids) <= known, f"{test.file}: {test.name}"


def test_every_place_that_the_list_names_exists() -> None:
    lost = [proof.id for proof in iso10002.proofs() if not proof.open and not (ROOT / proof.where).exists()]
    assert lost == []


def test_every_clause_is_shown_by_a_test_or_said_to_be_open() -> None:
    still_open = [proof.id for proof in iso10002.proofs() if proof.open]
    assert iso10002.missing() == still_open, "a row is open exactly as long as no test's docstring begins with its id"


def test_an_id_is_only_found_in_a_docstrings_first_words(tmp_path) -> None:
    (tmp_path / "tests").mkdir()
    file = tmp_path / "tests" / "test_some.py"
    file.write_text(
        'def test_one():\n    """AT-7.3, AT-7.4: told."""\n'
        'async def test_two():\n    """See AT-7.5: not first."""\n'
        'def helper():\n    """AT-7.6: not a test."""\n'
    )
    assert [(test.name, test.ids) for test in iso10002.shown(tmp_path / "tests")] == [
        ("test_one", ("AT-7.3", "AT-7.4"))
    ]


def test_the_page_never_says_certified_or_compliant() -> None:
    assert not re.search(r"\bcertif|\bcomplian", iso10002.page(), re.IGNORECASE)
