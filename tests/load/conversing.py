"""Have the scripted talk in one way or the other, and see that it ended with a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import aiohttp

from tests.load.product_talk import ProductTalk
from tests.load.rest_talk import RestTalk
from tests.support.programs import TOKEN


class Conversing:
    """`rasas` are the addresses of those that are asked directly; any other name is a talk through the product.

    `quiet` are conversations at the service for the former, since the actions keep and register there.
    """

    def __init__(
        self, session: aiohttp.ClientSession, service: str, rasas: Mapping[str, str], quiet: Iterator[int]
    ) -> None:
        self._session, self._service, self._rasas, self._quiet = session, service, rasas, quiet
        self._said: dict[str, list[int]] = {}  # how many things the assistant says in each turn, as a Rasa told

    async def talk(self, name: str, language: str) -> list[float]:
        """The seconds of each turn. A talk through the product needs one with a Rasa in that language before it."""
        if name in self._rasas:
            conversation = next(self._quiet)
            rest = RestTalk(self._session, self._rasas[name], conversation=conversation, language=language)
            seconds, self._said[language] = await rest.run()
        else:
            product = ProductTalk(self._session, self._service, language=language)
            seconds = await product.run(self._said[language])
            conversation = product.conversation
        assert await self._registered(conversation), f"{name}: the talk did not end with a case"
        return seconds

    async def _registered(self, conversation: int) -> bool:
        headers, body = {"Authorization": f"Bearer {TOKEN}"}, {"conversation": conversation}
        async with self._session.post(f"{self._service}/api/case-lookups", json=body, headers=headers) as response:
            found = await response.json()
        return len(found["cases"]) == 1
