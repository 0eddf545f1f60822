"""What happened to confidentiality, in sentences of the timeline."""

from __future__ import annotations

from handoff.i18n import mark

PRIVACY_SENTENCES = {
    "privacy.unmasked": mark("{who} gave a reason and saw what was hidden from them"),
    "privacy.sensitive_seen": mark("{who} looked at protected content"),
    "privacy.person_named": mark("{who} named {person} for the case"),
    "privacy.naming_ended": mark("{person} is no longer named for the case"),
    "privacy.special_marked": mark("{who} changed whether the content is specially protected"),
    "privacy.hold_placed": mark("{who} placed a legal hold"),
    "privacy.hold_reviewed": mark("{who} reviewed the legal hold: it is still needed"),
    "privacy.hold_lift_asked": mark("{who} asked to lift the legal hold"),
    "privacy.hold_lifted": mark("{who} agreed: the legal hold is lifted"),
    "privacy.case_archived": mark("Archived: addresses are gone, notes are shortened"),
    "privacy.purge_refused": mark("Its time is over, but a legal hold keeps it"),
    "privacy.case_restricted": mark("{who} changed whether it is locked from daily use"),
    "privacy.case_erased": mark("{who} erased its content"),
    "privacy.talk_erased": mark("{who} erased the words of the talk"),
    "privacy.erasure_asked": mark("{who} noted that its erasure was asked for"),
    "privacy.erasure_decided": mark("{who} decided about its erasure"),
    "privacy.case_exported": mark("{who} made a copy for the person concerned"),
    "case.disowned": mark("Whoever answered for it no longer works here"),
}
