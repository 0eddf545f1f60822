"""A copy for the person concerned: a ZIP with a page to read, the same as JSON, and the files; marked and on the record."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import zipfile
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from aiohttp import web
from jinja2 import Environment

from handoff.cases import Case
from handoff.db import Transaction
from handoff.events import hold, record
from handoff.insights.own_copy import OwnCopy, own_copy
from handoff.insights.sight import case_for
from handoff.policy import Policy
from handoff.privacy.events import CaseExported
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.privacy.words import WHO_WORDS
from handoff.web.keys import AGENT, SERVICES, TEMPLATES


@act("export_case")
async def export(request: web.Request, _form: SentForm) -> web.StreamResponse:
    services, agent = request.app[SERVICES], request[AGENT]
    async with services.db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        content = await make_copy(tx, case, templates=request.app[TEMPLATES], actor=f"agent:{agent.id}")
    headers = {
        "Content-Disposition": f'attachment; filename="{case.number}.zip"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=content, content_type="application/zip", headers=headers)


async def make_copy(tx: Transaction, case: Case, *, templates: Environment, actor: str) -> bytes:
    """The ZIP. That it was made stands in the case's chain, with the mark that is printed on it."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    copy, mark, now = await own_copy(tx, case), secrets.token_hex(6), tx.clock.now()
    await record(tx, CaseExported(case_id=case.id, actor=actor, export=mark))
    names = [f"files/{number:02d}-{_plain(file.name)}" for number, file in enumerate(copy.files, 1)]
    language = case.language
    page = templates.get_template("copy.html").render(
        copy=copy, case=case, mark=mark, made_at=now, names=names, language=language, who_words=WHO_WORDS, policy=tx.policy,
        organisation=tx.policy.organisation, zone=tx.policy.calendar.time_zone, now=now,
    )  # fmt: skip
    facts = {"mark": mark, "made_at": now.isoformat(), "made_for": copy.contact.name, **_facts(copy, tx.policy)}
    parts = {
        "copy.html": page.encode(),
        "copy.json": json.dumps(facts, ensure_ascii=False, indent=2, default=_plainly).encode(),
        **{name: file.content for name, file in zip(names, copy.files, strict=True)},
    }
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**parts, "SHA256SUMS": sums.encode()}.items():
            packed.writestr(name, content)
        packed.comment = f"{case.number} {mark}".encode()
    return out.getvalue()


def _facts(copy: OwnCopy, policy: Policy) -> dict[str, Any]:
    facts = {name: value for name, value in asdict(copy).items() if name not in ("case", "files")}
    case = copy.case
    return {
        "number": case.number, "received_at": case.received_at, "channel": case.channel, "language": case.language,
        "state": case.state, "closed_at": case.closed_at, "closure_reason": case.closure_reason, **facts,
        "files": [{"name": file.name, "type": file.type} for file in copy.files],
    }  # fmt: skip


def _plain(name: str) -> str:
    """A name that every system unpacks."""
    return "".join(character if character.isalnum() or character in ".-_" else "_" for character in name)[-80:]


def _plainly(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
