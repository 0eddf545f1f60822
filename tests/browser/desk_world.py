"""A real service on a port of its own, with people at desks and a customer who writes: for tests in a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, async_playwright

from handoff import migrations
from handoff.app import Services, build
from handoff.cases import Actor, Case, Complaint, Contact, open_case
from handoff.cases.opening import SuggestedTopic
from handoff.conversations import Conversation, ask_for_person, open_conversation, post_message
from handoff.conversations.opening import link_case
from handoff.customers import welcome
from handoff.mail import open_mailer
from handoff.settings import Settings
from handoff.staff import Agent, add_agent
from handoff.web.server import make_web_app
from tests.handoff.conftest import PASSWORD, ScriptedRasa

CHROMIUM = "/usr/bin/chromium"


@dataclass
class World:
    """`wrong` collects what the pages' scripts complained of: it has to stay empty."""

    services: Services
    browser: Browser
    url: str
    wrong: list[str]

    async def desk(self, agent: Agent, **looks: object) -> Page:
        """The agent's desk in a browser of its own. `looks` are Playwright's: viewport, color_scheme."""
        context = await self.browser.new_context(**{"viewport": {"width": 1360, "height": 800}, **looks})
        page = await context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda line: self.wrong.append(line.text) if line.type == "error" else None)
        await page.goto(f"{self.url}/console/sign-in")
        await page.locator("#email").fill(agent.email)
        await page.locator("#password").fill(PASSWORD)
        await page.locator("#password").press("Enter")
        await page.wait_for_url("**/console/")
        await alive(page)
        return page

    async def take(
        self, desk: Page, talk: Conversation, button: str = "Take this talk", box: str = "Message"
    ) -> Locator:
        """Take the talk; the box for a reply, once the page is alive."""
        await desk.goto(f"{self.url}/console/conversations/{talk.id}")
        await alive(desk)
        await desk.get_by_role("button", name=button, exact=True).click()
        reply = desk.get_by_role("textbox", name=box, exact=True)
        await reply.wait_for()
        await alive(desk)
        return reply

    async def hire(self, name: str, name_fa: str, *roles: str, language: str = "en") -> Agent:
        async with self.services.db.transaction() as tx:
            return await add_agent(
                tx, name=name, name_fa=name_fa, email=f"{name.lower()}@example.com", password=PASSWORD, roles=roles,
                language=language,
            )  # fmt: skip

    async def customer_waits(self, *texts: str, language: str = "en", reason: str = "asked") -> Conversation:
        """A customer who wrote `texts` and asked for a person."""
        async with self.services.db.transaction() as tx:
            customer, _ = await welcome(tx, language=language)
            talk = await open_conversation(tx, customer, language=language)
        await self.services.settle()
        for text in texts:
            await self.customer_says(talk, text)
        async with self.services.db.transaction() as tx:
            await ask_for_person(tx, await tx.get_one(Conversation, talk.id), reason=reason, actor="customer")
        return talk

    async def customer_says(self, talk: Conversation, text: str) -> None:
        async with self.services.db.transaction() as tx:
            await post_message(tx, await tx.get_one(Conversation, talk.id), author="customer", body=text)
        await self.services.settle()

    async def complaint(self, talk: Conversation | None = None, **values: object) -> Case:
        """Sara's kettle."""
        told = {
            "narrative": "The kettle from order A-10423 came with a broken lid.", "channel": "chat" if talk else "form",
            "language": "en", "contact": Contact("Sara Ahmadi", "sara@example.com"), "order_ref": "A-10423",
            "topics": [SuggestedTopic("C02.1", 0.81)], "wanted_code": "R14",
            "conversation_id": talk.id if talk else None, **values,
        }  # fmt: skip
        async with self.services.db.transaction() as tx:
            case, _ = await open_case(
                tx, Complaint(**told), actor=Actor("customer", "complainant"), idempotency_key=str(told)
            )
            if talk:
                await link_case(tx, await tx.get_one(Conversation, talk.id), case_id=case.id, actor="customer")
        return case


async def alive(page: Page) -> None:
    """Wait until the page's scripts are at work."""
    await page.locator("html.live").wait_for(state="attached")


@asynccontextmanager
async def desk_world(folder: Path) -> AsyncIterator[World]:
    url = f"sqlite+aiosqlite:///{folder / 'pasokh.db'}"
    await asyncio.to_thread(migrations.upgrade, url)  # it runs a loop of its own
    settings = Settings(
        _env_file=None, database_url=url, mail_url="memory:", secret_key="t" * 32, api_token="a" * 32, demo=True,
        run_worker=False, log_level="WARNING",
    )  # fmt: skip
    services = build(settings, rasa=ScriptedRasa(), mailer=open_mailer("memory:", "desk@example.com"))
    server = TestServer(make_web_app(services), host="127.0.0.1")
    await server.start_server()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield World(services, browser, str(server.make_url("")).rstrip("/"), [])
        finally:
            await browser.close()
            await server.close()
            await services.close()
