"""The statements of docs/backup.md, run as they stand there: what was erased stays erased in older backups."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from handoff.app import build
from handoff.cases import Case, Complaint, Contact, open_case
from handoff.cases.moving import CUSTOMER
from handoff.db import keys
from handoff.errors import Erased
from handoff.events import verify_everything
from tests.support.house_rules import text_of


def statements(name: str) -> str:
    """The page's block that follows "with `name`:"."""
    found = re.search(rf"with `{re.escape(name)}`:\n\n```sql\n(.*?)```", text_of("docs/backup.md"), re.DOTALL)
    assert found is not None, name
    return found[1]


async def register(services, story: str) -> int:
    complaint = Complaint(narrative=story, channel="form", language="en", contact=Contact(email="sara@example.com"))
    async with services.db.transaction() as tx:
        case, _ = await open_case(tx, complaint, actor=CUSTOMER, idempotency_key=story)
    return case.id


async def story_of(services, case_id: int) -> str | None:
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case_id)
        return await keys.unseal(tx, case.key_owner, case.narrative)


def back_up(live: Path, folder: Path) -> None:
    source, copy = sqlite3.connect(live), sqlite3.connect(folder / "content.db", isolation_level=None)
    source.backup(copy)  # what the program's .backup does
    copy.executescript(statements("backup.sql").replace("backup/", f"{folder}/"))
    source.close()
    copy.close()


def restore(content: Path, folder: Path, live: Path) -> None:
    live.write_bytes(content.read_bytes())
    database = sqlite3.connect(live, isolation_level=None)
    database.executescript(statements("restore.sql").replace("backup/", f"{folder}/"))
    database.close()


async def test_an_old_backup_with_the_newest_keys_does_not_bring_back_what_was_erased(services, settings, tmp_path):
    live, folder = tmp_path / "pasokh.db", tmp_path / "backup"
    folder.mkdir()
    kept, erased = await register(services, "the one that stays"), await register(services, "the one that goes")
    async with services.db.reading() as tx:
        wrapped = (await tx.get_one(keys.DataKey, f"case:{erased}")).wrapped
    back_up(live, folder)
    old = tmp_path / "old.db"
    (folder / "content.db").rename(old)
    assert wrapped in (folder / "keys.db").read_bytes()
    assert wrapped not in old.read_bytes()

    later = await register(services, "registered after the backup")
    async with services.db.transaction() as tx:
        await keys.destroy(tx, f"case:{erased}")
    back_up(live, folder)
    await services.close()

    restored = tmp_path / "restored.db"
    restore(old, folder, restored)
    assert wrapped not in restored.read_bytes()
    again = build(settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{restored}"}))
    try:
        assert await story_of(again, kept) == "the one that stays"
        with pytest.raises(Erased):
            await story_of(again, erased)
        async with again.db.reading() as tx:
            assert await verify_everything(tx) == (2, [])
        assert await register(again, "life goes on") == later  # the id is given again, with a key of its own
        assert await story_of(again, later) == "life goes on"
    finally:
        await again.close()


async def test_the_content_alone_cannot_be_read_even_with_the_secret(services, settings, tmp_path):
    live, folder = tmp_path / "pasokh.db", tmp_path / "backup"
    folder.mkdir()
    case_id = await register(services, "sealed")
    assert await story_of(services, case_id) == "sealed"
    back_up(live, folder)
    alone = build(settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{folder / 'content.db'}"}))
    try:
        with pytest.raises(Erased):
            await story_of(alone, case_id)
    finally:
        await alone.close()
