"""What colleagues are to do: the rules of the policy, and tasks of our own for what falls between them."""

from __future__ import annotations

from typing import Final

from handoff.cases import Case
from handoff.db import Transaction
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.register_words import register_task
from handoff.follow_ups.wording import Said, task_of
from handoff.i18n import format_day_and_time, left_to_right, mark, translate

OURS: Final = {
    "first_contact_near": (
        mark("{number}: write to the complainant"),
        mark("The first word of a person was promised by {by}."),
    ),
    "acknowledgement_missed": (
        mark("{number}: the acknowledgement has not gone out"),
        mark("It was promised by {by}. Please find a way to reach the complainant."),
    ),
    "first_contact_missed": (
        mark("{number}: nobody has spoken to the complainant"),
        mark("It was promised by {by}. The breach stays on record; please see to it now."),
    ),
    "progress_missed": (
        mark("{number}: the complainant has heard nothing"),
        mark("News was promised by {by}. The breach stays on record; please see to it now."),
    ),
    "letter_refused": (
        mark("{number}: a letter could not be delivered"),
        mark("The address does not take letters. Please find another way to reach the complainant."),
    ),
    "information_added": (
        mark("{number}: something new has come in"),
        mark("Please read it; it may change what you are about to do."),
    ),
    "cannot_close": (
        mark("{number}: the case cannot close by itself"),
        mark(
            "The complainant has said yes, or their time to reply is over. The page of the case says which line is still open."
        ),
    ),
    "reviewer_missing": (
        mark("{number}: nobody here may review it"),
        mark("The complainant does not agree with the answer. Please name a reviewer who never dealt with the case."),
    ),
    "withdrawal_refused": (
        mark("{number}: a withdrawal was not the complainant’s own idea"),
        mark("They say that somebody of us suggested it. Nothing was withdrawn; please speak with them."),
    ),
    "authority": (
        mark("{number}: may the representative act?"),
        mark("Somebody complains for another. Please ask once for the consent or the power of attorney and note it."),
    ),
    "offers_lapsed": (
        mark("A waiting customer was offered twice and not taken"),
        mark("Please take the talk or speak with those at the desk."),
    ),
    "audit_broken": (
        mark("The event log does not hold"),
        mark("The daily check found places that were changed or removed. Please look at them at once: verify-audit names them."),
    ),
    "hold_review": (
        mark("A legal hold is to be reviewed"),
        mark("Is it still needed? Keep it for another six months, or ask to have it lifted."),
    ),
    "files_check": (
        mark("{number}: are its files still needed?"),
        mark("The case was archived: addresses are gone and notes are shortened. Please look at its files."),
    ),
    "erasure_due": (
        mark("A request for erasure is to be answered"),
        mark("Please decide for each case and answer by {by}."),
    ),
    "opened_list": (
        mark("What was opened with a reason in the last week"),
        mark("Please look over the list of masked content that colleagues opened."),
    ),
    "reply_near": (
        mark("A customer waits for a person"),
        mark("An answer was promised by {by}."),
    ),
    "reply_missed": (
        mark("A customer still waits for a person"),
        mark("An answer was promised by {by} and nobody has taken the talk."),
    ),
    "action_opened": (
        mark("{action}: name who is responsible"),
        mark("This action has to be taken. Contain the harm and name its owner by {by}."),
    ),
    "policy_read": (
        mark("Read the complaints policy"),
        mark("There is a new version. Please read it and confirm."),
    ),
    "action_late": (
        mark("{action}: late more than once"),
        mark("Steps of this action were late again and again. Please settle how it goes on."),
    ),
    "serious_alert": (
        mark("{number}: a serious complaint"),
        mark("It has the first priority. Please open it. An alert that nobody has read by {by} goes one level up."),
    ),
    "archive_opened": (
        mark("{number}: opened again out of the archive"),
        mark("A supervisor decided this as an exception. Please look at the reason that is noted with the case."),
    ),
    "safety_step_late": (
        mark("{number}: a step against the danger is late"),
        mark("It was due by {by}. Please take it now, or note that it was taken."),
    ),
    "training_ends": (
        mark("A colleague’s training ends soon"),
        mark("It counts until {by}. Please arrange the next one and record it under People of the desk."),
    ),
    "owner_untrained": (
        mark("{number}: its owner has not learnt what it needs"),
        mark("The case turned out to need a training that its owner has not passed. Please give it to somebody who has."),
    ),
    "safety_waits": (
        mark("Someone in danger waits for a person"),
        mark("The talk has waited for two minutes. Please take it now."),
    ),
}  # fmt: skip


async def said_to_staff(tx: Transaction, prompt: Prompt, *, language: str, letter: bool) -> Said:
    """Subject and body of a task, in the colleague's language. A letter has the link that the desk does not need."""
    case = await tx.get(Case, prompt.case_id) if prompt.case_id else None
    if prompt.kind not in OURS and case is None:
        return await register_task(tx, prompt, language=language)
    elif prompt.kind not in OURS and case is not None:
        said = await task_of(tx, case, prompt, language=language, letter=letter)
        if prompt.data.get("by_hand"):
            title = translate(language, "{number}: please write yourself", number=left_to_right(case.number))
            return Said(f"{title}: {tx.policy.prompts.rules[prompt.kind].title.say(language)}", said.body)
        return said
    subject, body = OURS[prompt.kind]
    zone = tx.policy.calendar.time_zone
    facts = {
        "number": left_to_right(case.number) if case else "",
        "action": left_to_right(str(prompt.data.get("action", ""))),
        "by": format_day_and_time(prompt.by, language, zone) if prompt.by else "",
    }
    return Said(translate(language, subject, **facts), translate(language, body, **facts))
