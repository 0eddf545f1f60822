"""What happens when. The whole product on one page.

WITHIN runs in the transaction of the event: all or nothing.
AFTER runs once it is committed and may be lost: whatever must not be lost is a row that the worker looks at again.
"""

from __future__ import annotations

from typing import Any

from handoff.assistant import answering
from handoff.cases.events import (
    AnswerSent,
    CaseAssessed,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    ComplainantTold,
    FirstContactMade,
)
from handoff.conversations.events import ConversationOpened, MessagePosted, QueueLeft
from handoff.sla import following

WITHIN: dict[type, list[Any]] = {
    CaseOpened: [following.promise],
    CaseAssessed: [following.reassess],
    CaseMoved: [following.follow],
    FirstContactMade: [following.keep_contact],
    ComplainantTold: [following.keep_progress],
    AnswerSent: [following.keep_answer],
    CaseClosed: [following.end],
    MessagePosted: [following.hear_talk],
}

AFTER: dict[type, list[Any]] = {
    ConversationOpened: [answering.greet],
    MessagePosted: [answering.react],
    QueueLeft: [],
}
