"""The organisation's accent reaches every page and the chat as a stylesheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.web.brand import stylesheet_of
from handoff.web.static_files import FOLDER


async def test_the_policys_accent_is_served_and_not_sent_again(services, client):
    answer = await client.get("/static/brand.css")
    assert answer.content_type == "text/css"
    css = await answer.text()
    assert f"--accent: {services.policy.organisation.accent};" in css
    assert f"--accent: {services.policy.organisation.accent_dark};" in css
    again = await client.get("/static/brand.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, await again.text()) == (304, "")
    assert (await client.get("/static/brand.css", headers={"If-None-Match": '"other"'})).status == 200


def test_another_accent_is_another_stylesheet(services):
    organisation = services.policy.organisation
    assert stylesheet_of(replace(organisation, accent="#7a2e6e")) != stylesheet_of(organisation)


@pytest.mark.parametrize("path", ["/how", "/console/sign-in"])
async def test_pages_read_it_after_the_tokens_that_it_overrides(client, path):
    page = await (await client.get(path, headers={"Accept": "text/html"})).text()
    assert page.index("/static/tokens.css") < page.index("/static/brand.css")


def test_the_chat_reads_it_too():
    chat = (FOLDER / "widget/chat.js").read_text()
    assert chat.index('"tokens.css"') < chat.index('"brand.css"')
