"""What happened to a case after its answer, in sentences of the timeline."""

from __future__ import annotations

from handoff.i18n import mark

LATER_SENTENCES = {
    "case.answer_partly_accepted": mark("The complainant accepted the answer to some points, {how}"),
    "case.closing_held_up": mark("Accepted, but a line of the closing checklist is open"),
    "case.remedies_confirmed": mark("The complainant says that what was promised was done"),
    "case.review_asked": mark("A second look by somebody new was asked for, {how}"),
    "case.reviewer_missing": mark("Nobody was found who may review it"),
    "case.review_begun": mark("{person} looks at it afresh"),
    "case.review_decided": mark("{who} decided the review: {result}"),
    "case.taken_outside": mark("{who} noted that an outside body has the case: {body}"),
    "case.file_built": mark("{who} put the case file together"),
    "case.file_sent": mark("{who} noted that the case file was handed over"),
    "case.outside_decided": mark("The outside body decided: {result}"),
    "case.remedy_moved": mark("{who} gave a remedy another date: {due}"),
    "case.remedy_disputed": mark("The complainant says that a remedy was not done"),
    "case.remedy_waived": mark("A remedy is no longer owed"),
    "case.priority_raised": mark("The priority went up: {priority}"),
    "case.reopened": mark("Opened again by {who}: {why}"),
    "case.withdrawn": mark("The complainant took the complaint back, {how}"),
    "case.withdrawal_refused": mark("A withdrawal was not taken: it was not the complainant’s own idea"),
    "case.representative_named": mark("Somebody complains for another"),
    "case.authority_recorded": mark("{who} noted what the representative may hear: {scope}"),
    "case.page_written": mark("{who} wrote on the complainant’s page"),
    "sla.answer_delayed": mark("{who} told the complainant that the answer comes later: by {due}"),
    "case.blocker_noted": mark("{who} noted what stands in the way"),
}
RESULTS = {
    "confirmed": mark("the first decision stands"),
    "changed": mark("another decision"),
    "for_complainant": mark("for the complainant"),
    "partly": mark("partly for the complainant"),
    "for_organisation": mark("for the organisation"),
    "settled": mark("settled between the two"),
    "sent_back": mark("sent back to us"),
}
WHYS = {
    "remedy_failed": mark("what was promised failed"),
    "new_evidence": mark("something new came up"),
    "point_missed": mark("a point was missed"),
    "came_back": mark("the trouble is back"),
    "topic": mark("what it is about weighs heavily"),
    "other": mark("another reason"),
    "archived": mark("an exception, out of the archive"),
}
SCOPES = {
    "everything": mark("everything"),
    "status": mark("how it stands"),
    "nothing": mark("nothing"),
}
HOWS = {
    "link": mark("by the link in a letter"),
    "severity": mark("since it is serious and was not upheld"),
    "topic": mark("since of this topic nothing is refused by one person alone"),
}
