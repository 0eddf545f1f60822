"""The published information, so that the assistant can never say anything else than the policy page does."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel

from handoff.i18n import known
from handoff.policy import published_information
from handoff.web.api import shapes
from handoff.web.api.operations import operation
from handoff.web.keys import SERVICES


@operation("Read the published information", answers=shapes.Published)
async def read_published_information(request: web.Request, body: None) -> tuple[int, BaseModel]:
    """How to complain, what to bring, steps, times, options and outside bodies, in the query's `language`."""
    language = known(request.query.get("language"))
    return 200, shapes.Published.model_validate(published_information(request.app[SERVICES].policy, language))
