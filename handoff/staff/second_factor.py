"""A second factor for signing in: codes of an authenticator app, and eight codes on paper for when the telephone is lost."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.i18n.digits import to_latin
from handoff.staff.events import SecondFactorEnded, SecondFactorSet
from handoff.staff.models import Agent
from handoff.staff.one_time_codes import matching_step, new_secret

PAPER_CODES = 8


class SecondFactor(Base):
    """`confirmed_at`: the person has shown that their app works; before that it is not asked for."""

    __tablename__ = "second_factors"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)  # sealed under the person's own key
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)  # the newest code that was used
    paper: Mapped[list[Any]]  # SHA-256 of the codes on paper that are left


async def has_factor(tx: Transaction, agent_id: int) -> bool:
    factor = await tx.get(SecondFactor, agent_id)
    return factor is not None and factor.confirmed_at is not None


async def begin_factor(tx: Transaction, agent: Agent) -> str:
    """A new secret for the app, to be confirmed by a first code. Raises `Conflict` when one is in use."""
    factor = await tx.get(SecondFactor, agent.id)
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict("You have a second factor already. End it first.", code="factor_there")
    secret, owner = new_secret(), _owner(agent.id)
    sealed = await keys.seal(tx, owner, secret)
    assert sealed is not None
    if factor is None:
        tx.add(SecondFactor(agent_id=agent.id, secret=sealed, made_at=tx.clock.now(), last_step=0, paper=[]))
    else:
        factor.secret, factor.made_at, factor.last_step = sealed, tx.clock.now(), 0
    await tx.flush()
    return secret


async def secret_of(tx: Transaction, agent_id: int) -> str | None:
    """The secret that waits to be confirmed, to be shown once more; None when there is none."""
    factor = await tx.get(SecondFactor, agent_id)
    if factor is None or factor.confirmed_at is not None:
        return None
    return await keys.unseal(tx, _owner(agent_id), factor.secret)


async def confirm_factor(tx: Transaction, agent: Agent, *, code: str) -> list[str]:
    """The app works: from now on it is asked for. The codes for paper, told this once. Raises `Invalid` for a wrong code."""
    factor = await tx.get(SecondFactor, agent.id)
    if factor is None or factor.confirmed_at is not None:
        raise Conflict
    if not await _take(tx, factor, code):
        raise Invalid("This code is not right. Please wait for the next one and try again.", code="wrong_code")
    paper = [f"{secrets.randbelow(10**10):010d}" for _ in range(PAPER_CODES)]
    factor.confirmed_at, factor.paper = tx.clock.now(), [_hash(code) for code in paper]
    await record(tx, SecondFactorSet(actor=f"agent:{agent.id}", agent_id=agent.id))
    return paper


async def right_code(tx: Transaction, agent_id: int, code: str) -> bool:
    """Whether this is the app's code or one of those on paper; either is used up by it."""
    factor = await tx.get(SecondFactor, agent_id, populate_existing=True)
    if factor is None or factor.confirmed_at is None:
        return False
    return await _take(tx, factor, code) or await _take_paper(tx, factor, code)


async def end_factor(tx: Transaction, agent: Agent, *, actor: str) -> bool:
    """No second factor any more: by the person with a code, or by an administrator when everything is lost."""
    factor = await tx.get(SecondFactor, agent.id)
    if factor is None:
        return False
    await tx.delete(factor)
    await record(tx, SecondFactorEnded(actor=actor, agent_id=agent.id))
    return True


async def _take(tx: Transaction, factor: SecondFactor, code: str) -> bool:
    secret = await keys.unseal(tx, _owner(factor.agent_id), factor.secret)
    assert secret is not None
    step = matching_step(secret, _digits(code), at=tx.clock.now().timestamp(), after=factor.last_step)
    if step is None:
        return False
    won = await change(
        tx,
        update(SecondFactor)
        .where(SecondFactor.agent_id == factor.agent_id, SecondFactor.last_step < step)
        .values(last_step=step),
    )
    await tx.refresh(factor)
    return won == 1


async def _take_paper(tx: Transaction, factor: SecondFactor, code: str) -> bool:
    held = await tx.scalar(select(SecondFactor).where(SecondFactor.agent_id == factor.agent_id).with_for_update())
    hashed = _hash(_digits(code))
    if held is None or hashed not in held.paper:
        return False
    held.paper = [other for other in held.paper if other != hashed]
    await tx.flush()
    return True


def _digits(code: str) -> str:
    return "".join(character for character in to_latin(code) if character.isascii() and character.isdigit())


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _owner(agent_id: int) -> str:
    return f"agent:{agent_id}"
