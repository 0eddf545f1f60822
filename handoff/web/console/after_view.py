"""What the case page shows of the time after the answer, and who may do what about it."""

from __future__ import annotations

from typing import Any

from handoff.cases import Case
from handoff.cases.choosing import choices_of
from handoff.cases.involvement import may_review
from handoff.db import Transaction
from handoff.i18n import mark
from handoff.insights.aftermath import aftermath_of, mask_aftermath
from handoff.insights.masking import Masker
from handoff.insights.people import reviewers
from handoff.insights.waiting_times import answer_promised
from handoff.staff import Agent
from handoff.web.console.later_sentences import RESULTS, SCOPES, WHYS
from handoff.web.console.next_step import may_work

LINES = {
    "acknowledged": mark("The complainant knows that we have it"),
    "issues_answered": mark("Every point has an outcome"),
    "topics_confirmed": mark("Every topic was confirmed by a person"),
    "routes_stated": mark("They were told where else they can turn"),
    "remedies_done": mark("Everything promised is done"),
    "cause_known": mark("The cause is noted"),
    "nobody_in_danger": mark("Nobody is in danger any more"),
}
WAYS = {
    "consent": mark("Written consent"),
    "power_of_attorney": mark("Power of attorney"),
    "court": mark("A court’s paper"),
    "guardian": mark("Guardian of a child"),
}


async def after_context(tx: Transaction, agent: Agent, case: Case, words: Masker) -> dict[str, Any]:
    """Under the names that the templates in console/after use. `words` shows a text as this reader may read it."""
    after = mask_aftermath(await aftermath_of(tx, case), words)
    review = after.review
    reviews = review is not None and review.review.reviewer_id == agent.id and case.state == "internal_review"
    return {
        "after": after,
        "may_delay": case.is_open and may_work(agent, case) and await answer_promised(tx, case),
        "may_decide_review": reviews,
        "reviewers": [one for one in await reviewers(tx) if await may_review(tx, case, one)]
        if review is not None or case.state == "internal_review"
        else [],
        "their_choices": await choices_of(tx, case),
        "line_words": LINES,
        "way_words": WAYS,
        "scope_words": SCOPES,
        "result_words": RESULTS,
        "reopen_words": {code: words for code, words in WHYS.items() if code != "archived"},
        "bodies": tx.policy.published.bodies_in(tx.policy.organisation.locale),
    }
