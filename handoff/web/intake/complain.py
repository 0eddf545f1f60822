"""The complaint form. It needs no script, keeps everything that was typed, and sent twice it is one complaint."""

from __future__ import annotations

import hashlib
import re
import secrets

from aiohttp import web

from handoff.cases import Case, open_case
from handoff.cases.drafting import finish_draft
from handoff.cases.moving import Actor
from handoff.cases.opening import tracking_secret
from handoff.cases.resuming import linked_talk
from handoff.conversations import Conversation
from handoff.conversations.attaching import inspect_file
from handoff.conversations.filing import InspectedFile, file_into_case
from handoff.conversations.opening import link_case
from handoff.db import Transaction
from handoff.errors import Invalid, Problem, TooLarge
from handoff.i18n import translate
from handoff.insights.standing import promises_of
from handoff.web.addresses import address_of
from handoff.web.bodies import SentFile, read_form
from handoff.web.identity import public
from handoff.web.intake.draft_form import keep_form, what_is_missing_to_keep
from handoff.web.intake.filing import add_further
from handoff.web.intake.form import Filled, complaint_in, filled_in, what_is_missing
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.numbers import WARNING, to_be_warned
from handoff.web.rendering import language_of, page

FILES = 5
TOKEN = re.compile(r"[\w-]{16,64}")
COMPLAINANT = Actor("customer", "complainant")


@public
async def show(request: web.Request) -> web.Response:
    return show_form(request, Filled({}), {}, secrets.token_urlsafe(18))


@public
async def send(request: web.Request) -> web.Response:
    services, language = request.app[SERVICES], language_of(request)
    if (address := address_of(request)) is not None:
        request.app[LIMITS].take("complain", address)
    sent = await read_form(request, file_limit=services.settings.files_limit + 1, files=FILES)
    token = sent.get("form") if TOKEN.fullmatch(sent.get("form")) else secrets.token_urlsafe(18)
    filled = filled_in(sent)
    if sent.get("later"):
        return await _keep(request, filled, token)
    wrong = what_is_missing(filled, today=services.clock.now(), remedies=_wishes(request))
    files, refused = await _inspect(sent.files, limit=services.settings.files_limit)
    if refused is not None:
        wrong["files"] = refused.text
    warned = not wrong and to_be_warned(sent, sent.get("narrative"), sent.get("wanted"))
    if warned:
        wrong["narrative"] = WARNING
    if wrong:
        return show_form(request, filled, wrong, token, refused=refused, as_it_is=warned)
    async with services.db.transaction() as tx:
        complaint = complaint_in(filled, language=language, conversation_id=await linked_talk(tx, token))
        case, new = await open_case(tx, complaint, actor=COMPLAINANT, idempotency_key=f"form:{_kept(token)}")
        if new:
            await _finish_draft(tx, case)
            await add_further(tx, case, filled)
            await file_into_case(tx, case, files, actor=COMPLAINANT.name)
        receipt = await _receipt(tx, case, language)
    return page(request, "intake/registered.html", status=201 if new else 200, language=language, **receipt)


async def _keep(request: web.Request, filled: Filled, token: str) -> web.Response:
    """For another day, with a letter that leads back here."""
    language = language_of(request)
    if wrong := what_is_missing_to_keep(filled):
        return show_form(request, filled, wrong, token)
    async with request.app[SERVICES].db.transaction() as tx:
        await keep_form(tx, filled, token=token, language=language)
        until = tx.policy.retention.until("draft", tx.clock.now())
    return page(request, "intake/kept.html", status=201, language=language, token=token, deleted_at=until)


async def _finish_draft(tx: Transaction, case: Case) -> None:
    """It was begun another day, in the form or in a talk: it is the talk's case from now on."""
    if case.conversation_id is not None:
        await finish_draft(tx, case.conversation_id, case.id)
        talk = await tx.get_one(Conversation, case.conversation_id)
        await link_case(tx, talk, case_id=case.id, actor=COMPLAINANT.name)


async def _receipt(tx: Transaction, case: Case, language: str) -> dict[str, object]:
    return {
        "number": case.number,
        "secret": await tracking_secret(tx, case),
        "state_text": tx.policy.lifecycle.states[case.state].public.say(language),
        "promises": await promises_of(tx, case, language),
        "anonymous": case.anonymous,
    }


async def _inspect(sent: list[SentFile], *, limit: int) -> tuple[list[InspectedFile], Problem | None]:
    """Each file's name, type and content to keep; or the reason why one of them cannot be taken."""
    files = []
    for file in sent:
        try:
            kind, content = await inspect_file(file.content, limit=limit)
        except (Invalid, TooLarge) as problem:
            return [], problem
        files.append(InspectedFile(file.name, kind, content, file.content))
    return files, None


def show_form(
    request: web.Request, filled: Filled, wrong: dict[str, str], token: str, *, refused: Problem | None = None,
    as_it_is: bool = False, language: str | None = None,
) -> web.Response:  # fmt: skip
    """The form as it was filled in so far, with what is wrong (field -> msgid) beside it."""
    language, policy = language or language_of(request), request.app[SERVICES].policy
    values = refused.values if refused else {}
    errors = {name: translate(language, text, **(values if name == "files" else {})) for name, text in wrong.items()}
    return page(
        request,
        "intake/complain.html",
        status=422 if wrong else 200,
        language=language,
        filled=filled,
        errors=errors,
        token=token,
        as_it_is=as_it_is,
        wishes=[
            (remedy.code, remedy.name.say(language))
            for remedy in policy.remedies.catalogue.values()
            if remedy.is_public
        ],
        privacy=policy.published.privacy.say(language),
        emergency_number=policy.published.emergency_number(policy.organisation.locale, language),
        files=FILES,
        kept_until=policy.retention.until("draft", request.app[SERVICES].clock.now()),
        megabytes=request.app[SERVICES].settings.files_limit // (1024 * 1024),
    )


def _wishes(request: web.Request) -> set[str]:
    remedies = request.app[SERVICES].policy.remedies.catalogue
    return {code for code, remedy in remedies.items() if remedy.is_public}


def _kept(token: str) -> str:
    """The form's token opens the receipt with its secret: only its hash is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
