"""Put our question to somebody outside into the post: the question and our number, nothing of who complains."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.examination.asking import open_question
from handoff.channels.email.writing import write_to
from handoff.db import Transaction, keys
from handoff.follow_ups.events import PromptSent
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.wording import words_of


async def write_request(tx: Transaction, event: PromptSent) -> None:
    """Without an address somebody asks by other ways; the case shows the question to them."""
    if event.audience != "third_party" or event.case_id is None:
        return
    prompt, case = await tx.get_one(Prompt, event.prompt_id), await tx.get_one(Case, event.case_id)
    question = await open_question(tx, case)
    address = await keys.unseal(tx, case.key_owner, question.email) if question else None
    if address is None:
        return
    said = await words_of(tx, case, prompt, language=case.language, letter=True)
    organisation = tx.policy.organisation.name.say(case.language)
    await write_to(
        tx, case, said.subject, f"{said.body}\n\n{organisation}", address=address, language=case.language,
        template=event.kind, key=f"prompt:{prompt.id}:{prompt.times_sent}:outside", prompt_id=prompt.id,
    )  # fmt: skip
