"""erase, export-case, verify-audit, anchor-audit, rewrap-keys, deactivate-agent: for who runs the installation."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import select

from handoff.app import Services
from handoff.assignment.leaving import deactivate
from handoff.cases import Case
from handoff.cases.looking_up import case_by_number
from handoff.db import Transaction
from handoff.errors import NotFound, Problem
from handoff.privacy import auditing
from handoff.privacy.erasing import erase_case
from handoff.privacy.holding import Held
from handoff.privacy.rewrapping import rewrap_everything
from handoff.staff import Agent
from handoff.web.console.privacy.copies import make_copy
from handoff.web.rendering import make_templates

Act = Callable[[Services, argparse.Namespace], Awaitable[int]]


async def erase(services: Services, chosen: argparse.Namespace) -> int:
    """Erase the content of a closed case. A hold refuses."""
    try:
        async with services.db.transaction() as tx:
            by, case = await _agent(tx, chosen.by), await _case(tx, chosen.number)
            done = await erase_case(tx, case, ground=chosen.ground, actor=f"agent:{by.id}")
    except Held as held:
        print(f"{chosen.number}: {held} ({', '.join(held.grounds)})", file=sys.stderr)
        return 1
    except Problem as problem:
        return _sorry(problem)
    print(f"{chosen.number}: {'erased' if done else 'was erased before'}")
    return 0


async def export_case(services: Services, chosen: argparse.Namespace) -> int:
    """Write the copy for the person concerned into a file."""
    try:
        async with services.db.transaction() as tx:
            by, case = await _agent(tx, chosen.by), await _case(tx, chosen.number)
            content = await make_copy(tx, case, templates=make_templates(), actor=f"agent:{by.id}")
    except Problem as problem:
        return _sorry(problem)
    path = Path(chosen.to or f"{case.number}.zip")
    await asyncio.to_thread(_keep, path, content)
    print(path)
    return 0


async def verify_audit(services: Services, chosen: argparse.Namespace) -> int:
    """Check chains and guards; with --anchor also against the signed heads outside the database."""
    folder = Path(chosen.anchor) if chosen.anchor else services.settings.anchor_folder
    async with services.db.reading() as tx:
        found = await auditing.check(tx, folder=folder, secrets=services.settings.anchor_secrets)
    for sentence in found.sentences:
        print(sentence)
    print(f"{found.cases} cases looked at, {len(found.sentences)} broken")
    return 1 if found.sentences else 0


async def anchor_audit(services: Services, chosen: argparse.Namespace) -> int:
    """Lay down the signed heads of all chains now."""
    folder = Path(chosen.folder) if chosen.folder else services.settings.anchor_folder
    if folder is None:
        print("Say where: --folder, or PASOKH_ANCHOR_FOLDER", file=sys.stderr)
        return 2
    async with services.db.reading() as tx:
        path = await auditing.lay_down(tx, folder=folder, secrets=services.settings.anchor_secrets)
    print(path)
    return 0


async def rewrap_keys(services: Services, _chosen: argparse.Namespace) -> int:
    """After a rotation: everything is wrapped by the first secret."""
    done = await rewrap_everything(services)
    print(f"{done.keys} keys wrapped anew, {done.addresses} addresses hashed anew")
    return 0


async def deactivate_agent(services: Services, chosen: argparse.Namespace) -> int:
    """Take somebody off the desk; their talks and cases go to others first."""
    try:
        async with services.db.transaction() as tx:
            handed_on = await deactivate(tx, await _agent(tx, chosen.email), by=None)
    except Problem as problem:
        return _sorry(problem)
    print(f"{handed_on.talks} talks and {handed_on.cases} cases went to others, {handed_on.unowned} wait for an owner")
    return 0


ACTS: dict[str, Act] = {
    "verify-audit": verify_audit,
    "anchor-audit": anchor_audit,
    "erase": erase,
    "export-case": export_case,
    "rewrap-keys": rewrap_keys,
    "deactivate-agent": deactivate_agent,
}


async def _case(tx: Transaction, number: str) -> Case:
    case = await case_by_number(tx, number)
    if case is None:
        raise NotFound("There is no case {number}.", number=number)
    return case


async def _agent(tx: Transaction, email: str) -> Agent:
    agent = await tx.scalar(select(Agent).where(Agent.email == email.strip().lower()))
    if agent is None:
        raise NotFound("Nobody here has this e-mail address.")
    return agent


def _keep(path: Path, content: bytes) -> None:
    """For its owner alone, and never over another file."""
    with path.open("xb") as file:
        file.write(content)
    path.chmod(0o600)


def _sorry(problem: Problem) -> int:
    print(problem, file=sys.stderr)
    return 1
