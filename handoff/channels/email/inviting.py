"""The survey's one-time link goes by letter. Only its hash stands in the database; here it is read from its seal."""

from __future__ import annotations

from handoff.cases import Case
from handoff.channels.email.writing import write
from handoff.db import Transaction, keys
from handoff.follow_ups.case_facts import ADDRESS
from handoff.follow_ups.telling import Telling
from handoff.follow_ups.wording import Said, fill
from handoff.i18n import left_to_right
from handoff.surveys.events import SurveyInvited
from handoff.surveys.models import Survey

RULE = "P24"


async def write_invitation(tx: Transaction, event: SurveyInvited) -> None:
    """The invitation, or the one reminder."""
    survey = await tx.get_one(Survey, event.survey_id, populate_existing=True)
    case = await tx.get_one(Case, survey.case_id)
    token = await keys.unseal(tx, case.key_owner, survey.token)
    link = left_to_right(f"{ADDRESS}/survey/{token}")
    told = Telling(tx, case, None, survey.language, letter=True, extra={"survey_link": link})
    message = tx.policy.prompts.rules[RULE].messages[1 if event.reminder else 0]
    said = Said(await fill(told, message.wording.subject), await fill(told, message.wording.body))
    kind = "reminder" if event.reminder else "invitation"
    await write(tx, case, said, template=f"survey_{kind}", key=f"survey:{survey.id}:{kind}")
