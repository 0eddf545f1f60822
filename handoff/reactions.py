"""What happens when. The whole product on one page.

WITHIN runs in the transaction of the event: all or nothing.
AFTER runs once it is committed and may be lost: whatever must not be lost is a row that the worker looks at again.
"""

from __future__ import annotations

from typing import Any

from handoff.assistant import answering
from handoff.conversations.events import ConversationOpened, MessagePosted, QueueLeft

WITHIN: dict[type, list[Any]] = {}

AFTER: dict[type, list[Any]] = {
    ConversationOpened: [answering.greet],
    MessagePosted: [answering.react],
    QueueLeft: [],
}
