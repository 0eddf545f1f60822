"""Who is told what, when, in which words, and when it stops.

A prompt starts with a transition or a named happening and sends its messages at moments counted from there (``start``),
from a limit (``due``) or as a share of the time between. ``handoff.follow_ups`` schedules and sends them.
"""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.texts import Text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HAPPENINGS = _words(
    "unassigned draft_idle update_due clock_runs hard_limit_near hard_limit_reached waiting_for_answer remedy_late "
    "survey_due low_survey safety_flag action_open signal review_due retention_due case_idle"
)
HAPPENINGS_WITH_A_LIMIT = ("action_open", "review_due", "retention_due", "signal")
RECIPIENTS = _words(
    "complainant owner queue supervisor management_rep approver deputy_approver reviewer third_party "
    "staff_concerned action_owner action_sponsor safety_officer privacy_officer process_owner document_owner "
    "next_level"
)
CHANNELS = ("chat", "email", "console", "page")
STOPS = _words(
    "assigned owner_set submitted expired message_sent met delay_letter_sent answered decided read done referred "
    "file_sent taken explained reviewed activity"
)
ACTS = _words(
    "accept reject ask_review ask_question add_information ask_person confirm_done not_done open_survey open_case "
    "finish_draft delete_draft approve"
)
# What the sender can fill in. Dates, amounts and lists arrive ready for the reader's language.
PLACEHOLDERS = _words(
    "action answer_by blocker case_link chart_link contact dates delete_at document done_by draft_link explain_by "
    "file_due holds idle_for lessons measure missing new_date next_step number organisation outcome outside_body "
    "outside_ref owner plan priority product question questions reasons received_at remedies remedy remedy_due "
    "reply_by retain_until review_by reviewer review_until routes score secret status summary survey_link "
    "third_party time_left topic track_link update_by why_needed words answer name"
)


@dataclass(frozen=True)
class Moment:
    """When a message goes: ``anchor`` "start" or "due" moved by ``offset`` (``sign`` −1 is before), or "share"
    per cent of the way from start to due."""

    anchor: str
    sign: int = 1
    offset: Duration | None = None
    share: int = 0

    def __str__(self) -> str:
        if self.anchor == "share":
            return f"{self.share}%"
        elif self.offset is None:
            return self.anchor
        else:
            return f"{self.anchor} {'+' if self.sign > 0 else '-'} {self.offset}"


@dataclass(frozen=True)
class Wording:
    """The subject and the words of a message. The greeting and the closing are put around it in letters only."""

    subject: Text
    body: Text


@dataclass(frozen=True)
class Button:
    act: str
    label: Text


@dataclass(frozen=True)
class PromptMessage:
    when: Moment
    to: tuple[str, ...]
    channels: tuple[str, ...]
    wording: Wording
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Prompt:
    """``urgent``: quiet hours and the one-a-day rule do not hold. ``despite_stop``: goes by the agreed route even when the
    complainant asked us to stop writing. ``repeat``: sent again at this interval until it stops."""

    id: str
    title: Text
    transitions: tuple[str, ...]
    happening: str | None
    timers: tuple[str, ...]
    stops: tuple[str, ...]
    urgent: bool
    despite_stop: bool
    repeat: Duration | None
    messages: tuple[PromptMessage, ...]

    @property
    def reaches_complainant(self) -> bool:
        return any("complainant" in message.to for message in self.messages)


@dataclass(frozen=True)
class Prompts:
    """``greeting_named`` has {name}; ``closing`` has {owner} and {organisation}.

    ``a_day_at_most``: messages to one complainant per local day. ``bounces_until_task``: then a person looks for a way.
    """

    rules: Lookup[Prompt]
    greeting_named: Text
    greeting_unnamed: Text
    closing: Text
    a_day_at_most: int
    bounces_until_task: int

    def started_by(self, transition: str) -> tuple[Prompt, ...]:
        return tuple(prompt for prompt in self.rules.values() if transition in prompt.transitions)

    def started_by_happening(self, happening: str) -> tuple[Prompt, ...]:
        return tuple(prompt for prompt in self.rules.values() if prompt.happening == happening)
