"""The copy for the person concerned: theirs in full, others taken out, marked, and on the record."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest

from handoff.cases import Case, Contact
from handoff.cases.adding import add_information
from handoff.cases.moving import CUSTOMER
from handoff.cases.parties import add_party
from handoff.events import of_case, verify_case
from handoff.web.console.privacy.copies import make_copy
from handoff.web.rendering import make_templates
from tests.handoff.privacy.conftest import told


async def copied(services, case):
    async with services.db.transaction() as tx:
        content = await make_copy(tx, await tx.get_one(Case, case.id), templates=make_templates(), actor="agent:1")
    return zipfile.ZipFile(io.BytesIO(content))


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_8_5_the_copy_holds_what_is_theirs_and_nothing_of_others(services, mina, language):
    """AT-8.5: one pack of the complainant's own data, third parties redacted."""
    case = (await told(services, owner=mina, key="one")).case
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        case.language = language
        await add_party(tx, case, Contact("Bahram Neighbour", "bahram@example.com"), role="witness", language="en")
        told_later = (
            "Mina saw it, and Bahram Neighbour (bahram@example.com, 0912 777 0199) too. Mine is sara@example.com."
        )
        await add_information(tx, case, text=told_later, actor=CUSTOMER)
    await services.settle()
    packed = await copied(services, case)
    page, facts = packed.read("copy.html").decode(), json.loads(packed.read("copy.json"))
    for theirs in ("The lid of the kettle was broken", "Sara Ahmadi", "sara@example.com", "Please speak slowly with me",
                   "The talk tells of a kettle", "Between us: the shop was closed", case.number):  # fmt: skip
        assert theirs in page, theirs
        assert theirs in json.dumps(facts, ensure_ascii=False), theirs
    for others in ("Bahram", "bahram@example.com", "777 0199", "Mina"):
        assert others not in page, others
        assert others not in json.dumps(facts, ensure_ascii=False), others
    assert f'lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"' in page
    assert packed.read("files/01-kettle.pdf") == b"%PDF-1"
    async with services.db.reading() as tx:
        event = (await of_case(tx, case.id))[-1]
        assert (event.name, event.data["export"]) == ("privacy.case_exported", facts["mark"])
        assert facts["mark"] in page
        assert await verify_case(tx, case.id) is None
    for line in packed.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest
