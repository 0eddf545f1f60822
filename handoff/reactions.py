"""What happens when. The whole product on one page.

WITHIN runs in the transaction of the event: all or nothing.
AFTER runs once it is committed and may be lost: whatever must not be lost is a row that the worker looks at again.
"""

from __future__ import annotations

from typing import Any

from handoff.assignment import announcing, offering, owning, reviewing
from handoff.assignment.events import OfferEnded
from handoff.assistant import answering, forgetting, greeting_again, reading
from handoff.assistant.surveying import ask_survey
from handoff.cases import raising
from handoff.cases.care import hearing_staff
from handoff.cases.care.events import SafetyLifted, SafetyStepTaken
from handoff.cases.draft_events import DraftDropped, DraftExpired, DraftLeft, DraftTakenUp
from handoff.cases.events import (
    AnswerProposed,
    AnswerSent,
    CaseAssessed,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseOwned,
    CaseRaised,
    ComplainantTold,
    FirstContactMade,
    InformationAdded,
    RemedyDone,
)
from handoff.cases.examination import asking, planning
from handoff.cases.later_events import (
    AuthorityRecorded,
    CaseFileSent,
    CaseReopened,
    CaseTakenOutside,
    ClosingHeldUp,
    PriorityRaised,
    RemedyMoved,
    RemedyWaived,
    RepresentativeNamed,
    ReviewAsked,
    ReviewBegun,
    ReviewerMissing,
    WithdrawalRefused,
)
from handoff.cases.triage.events import CaseJoined, CaseMerged, CaseReferred
from handoff.channels.email import (
    alerting,
    arriving,
    asking_outside,
    explaining,
    forgetting_letters,
    inviting,
    reminding,
    writing,
)
from handoff.channels.email.events import LetterRefused, LetterSent
from handoff.conversations.events import (
    ConversationClosed,
    ConversationOpened,
    ConversationTaken,
    DangerTold,
    FilesAdded,
    HandedBack,
    MessagePosted,
    PersonRequested,
    QueueLeft,
)
from handoff.follow_ups import (
    case_prompts,
    clock_prompts,
    draft_prompts,
    idle_prompts,
    later_prompts,
    leading_alerts,
    learning_prompts,
    receipts,
    register_prompts,
    safety_prompts,
    sending,
    talk_prompts,
    waiting_prompts,
)
from handoff.follow_ups.events import PromptEnded, PromptSent
from handoff.governance.events import PolicyPublished, PolicyReviewed, PolicyWasRead
from handoff.improvement import finding_causes, requiring
from handoff.improvement.events import (
    ActionMoved,
    ActionOpened,
    CauseConfirmed,
    CheckPlanned,
    EffectChecked,
    SignalExplained,
    SignalRaised,
    StepDone,
    StepLate,
    StepPlanned,
)
from handoff.privacy import keeping
from handoff.privacy.events import CaseErased, RetentionDecided, RetentionEnding, TalkErased
from handoff.sla import following
from handoff.sla.events import AnswerDelayed, DeadlineMet, DeadlineMissed, DeadlineMoved, DeadlineNear, DeadlineSet
from handoff.staff.events import TrainingRecorded, TrainingTakenBack
from handoff.surveys import sampling
from handoff.surveys.events import LowScore, SurveyInvited, SurveyOffered

WITHIN: dict[type, list[Any]] = {
    PersonRequested: [
        announcing.tell_waiting, offering.offer_at_once, waiting_prompts.watch_waiting, talk_prompts.stop_watching,
    ],
    DangerTold: [raising.hear_danger, announcing.tell_waiting_first, offering.offer_at_once],
    ConversationTaken: [
        offering.withdraw, announcing.tell_taken, owning.own_taken, waiting_prompts.stop_waiting,
        case_prompts.taken_seriously,
    ],
    HandedBack: [announcing.tell_handed_back, talk_prompts.stop_watching],
    QueueLeft: [offering.withdraw, announcing.tell_queue_left, waiting_prompts.stop_waiting],
    ConversationClosed: [
        offering.withdraw, announcing.tell_closed, waiting_prompts.stop_waiting, talk_prompts.stop_watching,
        talk_prompts.ask_solved, forgetting.plan_at_end,
    ],
    MessagePosted: [following.hear_talk, talk_prompts.watch_silence],
    OfferEnded: [waiting_prompts.watch_offers],
    DraftLeft: [draft_prompts.plan],
    DraftTakenUp: [draft_prompts.stop, greeting_again.owe_greeting],
    DraftDropped: [draft_prompts.stop],
    DraftExpired: [draft_prompts.stop],
    CaseOpened: [
        following.promise, receipts.give_receipt, case_prompts.begin, leading_alerts.alert, safety_prompts.danger_marked,
        draft_prompts.stop, owning.own_told, forgetting.plan_copied, reading.plan,
    ],
    CaseOwned: [case_prompts.take_charge, idle_prompts.watch, learning_prompts.owned_anew],
    CaseAssessed: [following.reassess, leading_alerts.alert, planning.lay_out, requiring.after_assessment, idle_prompts.watch],
    CaseRaised: [
        following.reassess, safety_prompts.danger_marked, case_prompts.danger_found, learning_prompts.owner_untrained,
    ],
    InformationAdded: [case_prompts.information_added],
    FilesAdded: [case_prompts.information_added],
    AnswerProposed: [case_prompts.added_read, finding_causes.suggest_found, idle_prompts.watch],
    CaseMoved: [
        reviewing.forget, following.follow, case_prompts.follow, clock_prompts.dropped, planning.lay_out, asking.wait_ended,
        idle_prompts.watch,
    ],
    FirstContactMade: [following.keep_contact, idle_prompts.watch],
    ComplainantTold: [case_prompts.added_read, following.keep_progress, idle_prompts.watch],
    AnswerSent: [
        following.keep_answer, hearing_staff.tell_outcome, finding_causes.suggest_found, requiring.after_answer,
        reviewing.look_twice, later_prompts.tell_concerned,
    ],
    ReviewAsked: [reviewing.arrange],
    ReviewBegun: [later_prompts.reviewer_found],
    CaseTakenOutside: [later_prompts.referred],
    CaseFileSent: [later_prompts.file_sent],
    RemedyMoved: [later_prompts.remedy_moved],
    RemedyWaived: [later_prompts.remedy_settled],
    AnswerDelayed: [later_prompts.tell_delay],
    ReviewerMissing: [later_prompts.name_reviewer],
    ClosingHeldUp: [later_prompts.settle_open_lines],
    WithdrawalRefused: [later_prompts.look_at_withdrawal],
    RepresentativeNamed: [later_prompts.ask_authority],
    AuthorityRecorded: [later_prompts.authority_known],
    PriorityRaised: [following.reassess, leading_alerts.alert],
    CaseReferred: [explaining.tell_referred],
    CaseMerged: [following.end_merged, case_prompts.close, explaining.tell_merged],
    CaseJoined: [following.join],
    SafetyStepTaken: [case_prompts.danger_met, safety_prompts.step_taken],
    SafetyLifted: [case_prompts.danger_met, safety_prompts.lifted],
    PromptSent: [writing.write_prompt, alerting.write_alert, asking_outside.write_request, reminding.write_reminder],
    PromptEnded: [leading_alerts.stop_climbing],
    LetterSent: [sending.note_delivered, arriving.keep_acknowledgement],
    LetterRefused: [case_prompts.letter_refused],
    RemedyDone: [case_prompts.remedy_done],
    CaseClosed: [following.end, case_prompts.close, sampling.sample, keeping.keep_closed],
    CaseReopened: [keeping.keep_open, later_prompts.told_of_exception],
    CaseErased: [forgetting_letters.forget_letters],
    TalkErased: [forgetting.plan_now, forgetting_letters.forget_reminders],
    RetentionEnding: [register_prompts.retention_ending],
    RetentionDecided: [register_prompts.retention_decided],
    SurveyInvited: [inviting.write_invitation],
    LowScore: [case_prompts.call_back],
    CauseConfirmed: [requiring.after_cause],
    ActionOpened: [register_prompts.action_opened],
    ActionMoved: [register_prompts.action_moved],
    StepPlanned: [register_prompts.step_planned],
    StepDone: [register_prompts.step_done],
    StepLate: [register_prompts.step_late],
    CheckPlanned: [register_prompts.check_planned],
    EffectChecked: [register_prompts.effect_checked],
    TrainingRecorded: [learning_prompts.training_recorded],
    TrainingTakenBack: [learning_prompts.training_taken_back],
    PolicyPublished: [register_prompts.policy_published],
    PolicyReviewed: [register_prompts.policy_reviewed],
    PolicyWasRead: [register_prompts.policy_read],
    SignalRaised: [register_prompts.signal_raised],
    SignalExplained: [register_prompts.signal_explained],
    DeadlineSet: [clock_prompts.promised],
    DeadlineMoved: [clock_prompts.moved],
    DeadlineNear: [clock_prompts.near],
    DeadlineMissed: [clock_prompts.missed],
    DeadlineMet: [clock_prompts.kept],
}  # fmt: skip

AFTER: dict[type, list[Any]] = {
    ConversationOpened: [answering.greet],
    DraftTakenUp: [answering.greet],
    MessagePosted: [answering.react],
    SurveyOffered: [lambda services, event: ask_survey(services, event.conversation_id)],
}
