"""Is it alive, and which part is ill."""

from __future__ import annotations


async def test_alive_means_that_it_answers(client):
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_each_part_is_named(client):
    answer = await client.get("/readyz")
    assert await answer.json() == {"status": "ok", "database": "ok", "bus": "ok", "assistant": "ok"}


async def test_without_the_assistant_it_is_ready_and_says_so(client, rasa):
    rasa.down = True
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["assistant"], (await answer.json())["status"]) == (
        200,
        "down",
        "degraded",
    )
    assert (await client.get("/readyz?strict")).status == 503


async def test_the_figures_are_for_this_machine_or_for_the_token(client):
    figures = await client.get("/metrics")
    assert figures.status == 200
    assert "pasokh_http_seconds" in await figures.text()


async def test_a_visitor_from_elsewhere_gets_no_figures(settings, services, aiohttp_client):
    from handoff.web.server import make_web_app

    services.settings = settings.model_copy(update={"behind_proxy": True})
    client = await aiohttp_client(make_web_app(services))
    visitor = {"X-Forwarded-For": "203.0.113.9"}
    assert (await client.get("/metrics", headers=visitor)).status == 403
    assert (await client.get("/metrics", headers={**visitor, "Authorization": "Bearer " + "a" * 32})).status == 200
