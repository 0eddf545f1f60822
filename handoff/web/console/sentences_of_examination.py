"""What happens while a complaint is sorted, looked into and decided, in sentences for the timeline."""

from __future__ import annotations

from handoff.i18n import mark

SENTENCES = {
    "case.issue_split": mark("{who} split a point: {topic}"),
    "case.issue_described": mark("{who} wrote down what a point is about"),
    "case.promise_marked": mark("{who} noted whether a point broke a promise of ours"),
    "case.referred": mark("{who} explained that it lies outside our scope"),
    "case.merged": mark("{who} merged it into another case"),
    "case.joined": mark("{who} merged another case into it"),
    "case.stake_declared": mark("{person} declared: {stake}"),
    "case.plan_laid_out": mark("The plan of the examination was laid out"),
    "case.plan_step_ended": mark("{who} ended a step of the plan: {step_name}"),
    "case.evidence_gathered": mark("{who} added evidence: {evidence}"),
    "case.somebody_heard": mark("{who} noted an interview: {interviewed}"),
    "case.question_asked": mark("{who} asked {asked}"),
    "case.question_ended": mark("The wait for an answer is over: {ended}"),
    "case.issue_found": mark("{who} wrote a finding: {outcome}"),
    "case.remedy_planned": mark("{who} planned a remedy: {remedy}"),
    "case.remedy_dropped": mark("{who} took a remedy out again: {remedy}"),
    "case.answer_returned": mark("{who} returned the proposed decision"),
    "case.safety_step": mark("{who}: {safety}"),
    "case.safety_lifted": mark("{who} found that nobody is in danger"),
    "case.staff_subject_named": mark("{who} noted whom the complaint is about"),
    "case.staff_subject_told": mark("The member of staff concerned: {told}"),
    "case.staff_subject_heard": mark("The member of staff concerned gave their statement"),
    "case.staff_subject_told_outcome": mark("The member of staff concerned was told the result"),
    "case.need_noted": mark("{who} noted what the complainant needs"),
    "case.need_ended": mark("{who} noted that a need is no longer there"),
    "case.own_motion_begun": mark("{who} goes on with the matter on our own motion"),
}
MINOR = frozenset(
    {
        "case.issue_described", "case.plan_laid_out", "case.plan_step_ended", "case.issue_found", "case.remedy_planned",
        "case.remedy_dropped",
    }
)  # fmt: skip
STAKES = {True: mark("a stake in the case"), False: mark("no stake in the case")}
ASKED = {"complainant": mark("the complainant"), "third_party": mark("somebody outside")}
ENDED = {"answered": mark("it was answered"), "unanswered": mark("it was not answered in time")}
TOLD = {True: mark("told later, for a reason that is kept"), False: mark("told what is said about them")}
