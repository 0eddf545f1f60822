"""Recognise a customer by the random token in their cookie. Only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from handoff.customers.models import Customer, DeviceLink
from handoff.db import Transaction, change
from handoff.errors import NotFound

LINK_LIVES = timedelta(minutes=15)


async def welcome(tx: Transaction, *, language: str) -> tuple[Customer, str]:
    """A new customer, and the token for their cookie: it is told this once and never stored."""
    token = secrets.token_urlsafe(32)
    customer = Customer(session_hash=_hash(token), language=language, created_at=tx.clock.now())
    tx.add(customer)
    await tx.flush()
    return customer, token


async def customer_of(tx: Transaction, token: str) -> Customer | None:
    """The customer who holds `token`, or None."""
    return await tx.scalar(select(Customer).where(Customer.session_hash == _hash(token)))


async def invite_device(tx: Transaction, customer: Customer) -> str:
    """A token for a link that lets another device join as this customer, once, within 15 minutes."""
    token = secrets.token_urlsafe(24)
    tx.add(DeviceLink(token_hash=_hash(token), customer_id=customer.id, expires_at=tx.clock.now() + LINK_LIVES))
    await tx.flush()
    return token


async def recognise_device(tx: Transaction, token: str) -> tuple[Customer, str]:
    """The customer behind a device link and a new cookie token for them, which replaces the old one.

    Raises `NotFound` when the link is unknown, used or older than 15 minutes.
    """
    link = await tx.get(DeviceLink, _hash(token))
    now = tx.clock.now()
    won = (
        link is not None
        and link.expires_at > now
        and await change(
            tx,
            update(DeviceLink)
            .where(DeviceLink.token_hash == link.token_hash, DeviceLink.used_at.is_(None))
            .values(used_at=now),
        )
    )
    if link is None or not won:
        raise NotFound("This link has been used or has expired.", code="link_expired")
    customer = await tx.get_one(Customer, link.customer_id)
    return customer, await come_back(tx, customer)


async def come_back(tx: Transaction, customer: Customer) -> str:
    """A new cookie token for a customer who has shown by a link who they are. It replaces the old one."""
    token = secrets.token_urlsafe(32)
    customer.session_hash = _hash(token)
    await tx.flush()
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
