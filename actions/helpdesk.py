"""The client of the service's API: the only way in which the assistant knows or changes anything."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp

from actions.settings import settings

Json = dict[str, Any]
_INFORMATION_LIVES_FOR = 60.0  # seconds; hours and numbers change rarely, and every second customer asks


class HelpdeskError(Exception):
    """The service answered, and the answer was no. `code` is the service's own stable word for why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class HelpdeskUnreachable(HelpdeskError):
    """Nothing usable came back in time: not connected, timed out, or a server fault. What was asked may have happened."""

    def __init__(self, reason: str) -> None:
        super().__init__(503, reason)


class Helpdesk:
    """One keep-alive connection pool for one event loop."""

    def __init__(self, url: str, token: str, timeout: float) -> None:
        self._url = url.rstrip("/")
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=timeout, connect=3), headers={"Authorization": f"Bearer {token}"}
        )
        self._information: dict[str, tuple[float, Json]] = {}

    async def close(self) -> None:
        await self._session.close()

    async def draft(self, conversation: int) -> Json:
        answer: Json = (await self._call("GET", f"/api/conversations/{conversation}/draft"))["answers"]
        return answer

    async def keep(self, conversation: int, answers: Json) -> None:
        """Merges answers into the draft, key by key; None removes one."""
        await self._call("PUT", f"/api/conversations/{conversation}/draft", {"answers": answers})

    async def register(self, conversation: int, answers: Json, *, key: str) -> Json:
        """Opens the case. The same key twice opens one case and gives the same answer."""
        body = {"conversation": conversation, "answers": answers}
        return await self._call("POST", "/api/cases", body, {"Idempotency-Key": key})

    async def look_up(self, conversation: int, number: str, secret: str) -> list[Json]:
        """The case with this number and secret. Raises `HelpdeskError` with the code case_not_found."""
        body = {"conversation": conversation, "number": number, "secret": secret}
        found: list[Json] = (await self._call("POST", "/api/case-lookups", body))["cases"]
        return found

    async def cases_here(self, conversation: int) -> list[Json]:
        """The cases that were registered in this very conversation."""
        found: list[Json] = (await self._call("POST", "/api/case-lookups", {"conversation": conversation}))["cases"]
        return found

    async def say_now(self, conversation: int, text: str, *, key: str) -> None:
        """The customer reads this before anything else that this turn does; the same key twice says it once."""
        await self._call("POST", f"/api/conversations/{conversation}/lines", {"text": text, "key": key})

    async def hand_over(self, conversation: int, reason: str) -> Json:
        return await self._call("POST", f"/api/conversations/{conversation}/handover", {"reason": reason})

    async def speak(self, conversation: int, language: str) -> None:
        await self._call("PUT", f"/api/conversations/{conversation}/language", {"language": language})

    async def information(self, language: str) -> Json:
        """The published information on complaining here, at most a minute old."""
        read_at, information = self._information.get(language, (0.0, {}))
        if not information or time.monotonic() - read_at > _INFORMATION_LIVES_FOR:
            information = await self._call("GET", f"/api/published-information?language={language}")
            self._information[language] = (time.monotonic(), information)
        return information

    async def survey(self, conversation: int, language: str) -> Json | None:
        """The questions that are still open to this customer, or None when there is nothing to ask."""
        try:
            return await self._call("GET", f"/api/conversations/{conversation}/survey?language={language}")
        except HelpdeskError as error:
            if error.status != 404:
                raise
            return None

    async def answer_survey(self, survey: int, answers: Json) -> None:
        await self._call("PUT", f"/api/surveys/{survey}/answers", answers)

    async def act_on_case(self, conversation: int, act: str, text: str, case: str | None) -> str:
        """Tells the service what the customer wants done with the case; returns the service's words about it."""
        body = {"act": act, "text": text, "case": case}
        answer = await self._call("POST", f"/api/conversations/{conversation}/case-actions", body)
        return str(answer.get("text") or "")

    async def _call(
        self, method: str, path: str, body: Json | None = None, headers: dict[str, str] | None = None
    ) -> Json:
        # A second try only when no connection was made: then the first cannot have had an effect. Every writing call
        # is idempotent besides, so that a customer's own "try again" is safe too.
        for last_try in (False, True):
            try:
                async with self._session.request(method, self._url + path, json=body, headers=headers) as response:
                    return await _read(response)
            except (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError):
                if last_try:
                    raise HelpdeskUnreachable("not_connected") from None
                await asyncio.sleep(0.2)
            except (aiohttp.ClientError, TimeoutError):
                raise HelpdeskUnreachable("no_answer") from None
        raise AssertionError("unreachable")


async def _read(response: aiohttp.ClientResponse) -> Json:
    if response.status >= 500:
        raise HelpdeskUnreachable(f"status_{response.status}")
    answer: Json = await response.json(content_type=None)
    if response.status >= 400:
        raise HelpdeskError(response.status, str((answer or {}).get("code", "unknown")))
    return answer


_desks: dict[asyncio.AbstractEventLoop, Helpdesk] = {}


def helpdesk() -> Helpdesk:
    """The client of the running event loop; aiohttp sessions must not wander between loops."""
    loop = asyncio.get_running_loop()
    if loop not in _desks:
        _desks[loop] = Helpdesk(settings().url, settings().api_token, settings().api_timeout)
    return _desks[loop]
