"""What happens when. The whole product on one page.

WITHIN runs in the transaction of the event: all or nothing.
AFTER runs once it is committed and may be lost: whatever must not be lost is a row that the worker looks at again.
"""

from __future__ import annotations

from typing import Any

from handoff.assignment import announcing, offering, owning
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
from handoff.conversations.events import (
    ConversationClosed,
    ConversationOpened,
    ConversationTaken,
    HandedBack,
    MessagePosted,
    PersonRequested,
    QueueLeft,
)
from handoff.sla import following

WITHIN: dict[type, list[Any]] = {
    PersonRequested: [announcing.tell_waiting, offering.offer_at_once],
    ConversationTaken: [offering.withdraw, announcing.tell_taken, owning.own_taken],
    HandedBack: [announcing.tell_handed_back],
    QueueLeft: [offering.withdraw, announcing.tell_queue_left],
    ConversationClosed: [offering.withdraw, announcing.tell_closed],
    CaseOpened: [following.promise, owning.own_told],
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
