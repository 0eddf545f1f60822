"""One's own profile: the language of the desk, roles, load, and the ways out."""

from __future__ import annotations

from aiohttp import web

from handoff.i18n import LANGUAGES, translate
from handoff.insights.talks import talks_of
from handoff.staff import Agent
from handoff.staff.speaking import choose_language
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import at_desk, desk_page
from handoff.web.console.signing_in import remember_desk_language
from handoff.web.keys import AGENT, SERVICES


@at_desk("enter_desk")
async def show(request: web.Request) -> web.Response:
    agent, policy = request[AGENT], request.app[SERVICES].policy
    async with request.app[SERVICES].db.reading() as tx:
        busy = len(await talks_of(tx, agent))
    roles = [policy.permissions.roles[role].name.say(agent.language) for role in agent.roles]
    categories = policy.taxonomy.categories
    skills = [categories[code].name.say(agent.language) for code in agent.skills if code in categories]
    said = translate(agent.language, "Saved.") if "saved" in request.query else None
    return desk_page(request, "me.html", place="me", busy=busy, roles=roles, skills=skills, said=said)


@act("enter_desk")
async def change(request: web.Request, form: SentForm) -> web.StreamResponse:
    language = form.get("language")
    async with request.app[SERVICES].db.transaction() as tx:
        agent = await tx.get_one(Agent, request[AGENT].id)
        if language in LANGUAGES:
            await choose_language(tx, agent, language)
        language = agent.language
    response = web.Response(status=303, headers={"Location": "/console/me?saved"})
    remember_desk_language(request, response, language)
    return response
