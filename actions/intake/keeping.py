"""Keeping what the customer said at the service, so that a restart, a new day or another device loses nothing."""

from __future__ import annotations

import logging
from typing import Any

from actions.helpdesk import HelpdeskError, helpdesk
from actions.intake.draft import Draft
from actions.turn import Turn

log = logging.getLogger(__name__)


async def keep(turn: Turn, draft: Draft, news: dict[str, Any]) -> None:
    """Saves the changes. The talk goes on when that fails: the slots still have them, and registering sends them all."""
    if not news:
        return
    try:
        await helpdesk().keep(turn.conversation, news)
    except HelpdeskError as error:
        log.warning("the draft of conversation %s was not kept: %s", turn.conversation, error)
