"""The page that says how complaints are dealt with here. Everything on it comes from the policy in force."""

from __future__ import annotations

from aiohttp import web

from handoff.web.identity import public
from handoff.web.keys import SERVICES
from handoff.web.rendering import language_of, page


@public
async def show(request: web.Request) -> web.Response:
    policy, language = request.app[SERVICES].policy, language_of(request)
    published, locale = policy.published, policy.organisation.locale
    outside = policy.investigation.out_of_scope
    emergency = [(entry.number, entry.name.say(language)) for entry in published.emergency[locale]]
    bodies = [
        (body.name.say(language), body.what.say(language), body.when.say(language))
        for body in published.bodies_in(locale)
    ]
    return page(
        request,
        "intake/how.html",
        how=published.how_to(policy.organisation, language),
        bring=[text.say(language) for text in published.what_to_bring],
        steps=published.steps_for(policy.preset, language),
        times=published.times_for(policy.preset, language),
        excluded=[(reason.name.say(language), reason.explains.say(language)) for reason in outside.values()],
        promises=[text.say(language) for text in published.promises.values()],
        options=[text.say(language) for text in published.options],
        free=published.free.say(language),
        privacy=published.privacy.say(language),
        automated=published.automated.say(language),
        emergency=emergency,
        bodies=bodies,
    )
