"""Every text that the desk's scripts show, and the ready-made replies, in one piece: no script carries words of its own."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.i18n import direction, mark, translate
from handoff.insights.sight import talk_for
from handoff.insights.talks import talk_line
from handoff.web.console.notelike import note_signs
from handoff.web.console.show import at_desk
from handoff.web.keys import AGENT, SERVICES

TEXTS = {
    "sending": mark("Sending"),
    "sent": mark("Sent"),
    "seen": mark("Seen"),
    "failed": mark("Not sent"),
    "resend": mark("Resend"),
    "message": mark("Message"),
    "note": mark("Private note"),
    "today": mark("Today"),
    "yesterday": mark("Yesterday"),
    "megabytes": mark("{size} MB"),
    "uploading": mark("Sending {name}"),
    "file_refused": mark("“{name}” cannot be sent here: up to 10 MB, pictures and PDF."),
    "file_not_sent": mark("The file did not get through. It is still here."),
    "is_writing": mark("{name} is writing…"),
    "looks_too": mark("{name} is looking at this talk too"),
    "writes_too": mark("{name} is writing in this talk"),
    "new_below": mark("{count} new"),
    "fresh": mark("{count} new"),
    "taken_by": mark("taken by {name}"),
    "gone": mark("no longer waiting"),
    "offered": mark("Offered:"),
    "receipt": mark("The customer got the receipt with number, tracking code and dates."),
    "seconds_left": mark("{seconds} s"),
    "not_done": mark("This did not work. Nothing you wrote is lost."),
    "signed_out": mark("You are signed out. Open the sign-in page in a new tab, sign in, and send again."),
    "lost_talk": mark("This talk is with somebody else now."),
    "notice_offer": mark("A talk for you"),
    "notice_message": mark("A customer of yours wrote"),
    "since_seconds": mark("{n} s"),
    "since_minutes": mark("{n} min"),
    "since_hours": mark("{n} h"),
    "since_days": mark("{n} d"),
    "no_canned": mark("No ready-made reply begins like this."),
    "assistant_writes": mark("The assistant is writing…"),
}


@at_desk("enter_desk")
async def show(request: web.Request) -> web.Response:
    agent = request[AGENT]
    texts = {key: translate(agent.language, text) for key, text in TEXTS.items()}
    body = {
        "language": agent.language,
        "direction": direction(agent.language),
        "zone": request.app[SERVICES].policy.calendar.time_zone,
        "texts": texts,
        "note_signs": note_signs(),
        "canned": await _canned(request),
    }
    return web.json_response(body, headers={"Cache-Control": "no-store"})


async def _canned(request: web.Request) -> list[dict[str, Any]]:
    """In the customer's language, with what is known filled in; the agent reads it through before it goes."""
    agent, services = request[AGENT], request.app[SERVICES]
    language, known = agent.language, {"name": "", "number": ""}
    if request.query.get("talk", "").isdigit():
        async with services.db.reading() as tx:
            conversation = await talk_for(tx, agent, int(request.query["talk"][:9]))
            line = await talk_line(tx, agent, conversation)
        language = conversation.language
        known = {"name": line.name or "", "number": line.case.number if line.case else ""}
    values = {
        **known,
        "agent": agent.display_name(language),
        "organisation": services.policy.organisation.name.say(language),
        "answer_by": "",
    }
    return [
        {
            "code": reply.code,
            "title": reply.title.say(agent.language),
            "body": _filled(reply.body.say(language), values),
        }
        for reply in services.policy.canned_replies.values()
    ]


def _filled(text: str, values: dict[str, str]) -> str:
    """What is not known stays as a gap that the eye catches."""
    return text.format(**{name: value or f"[{name}]" for name, value in values.items()})
