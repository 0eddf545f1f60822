"""Every address of sorting, examining and deciding."""

from __future__ import annotations

from aiohttp import web

from handoff.web.console.examination import acts, care_acts, decision, page

CASE = "/console/cases/{number}"

EXAMINATION_ROUTES = [
    web.get(f"{CASE}/examination", page.show),
    web.post(f"{CASE}/declaration", acts.declare_interest),
    web.post(f"{CASE}/plan", acts.plan_step),
    web.post(f"{CASE}/plan/{{step}}", acts.finish_step),
    web.post(f"{CASE}/evidence", acts.add_evidence),
    web.post(f"{CASE}/interviews", acts.note_interview),
    web.post(f"{CASE}/questions", acts.ask),
    web.post(f"{CASE}/questions/reply", acts.note_reply),
    web.get(f"{CASE}/decision", decision.show),
    web.post(f"{CASE}/decision", decision.put_forward),
    web.post(f"{CASE}/decision/preview", decision.preview),
    web.get(f"{CASE}/decision/letter", decision.on_paper),
    web.post(f"{CASE}/issues/{{issue}}/finding", decision.keep_finding),
    web.post(f"{CASE}/issues/{{issue}}/split", decision.split),
    web.post(f"{CASE}/remedies", decision.add_remedy),
    web.post(f"{CASE}/remedies/{{item}}/dropped", decision.take_out_remedy),
    web.post(f"{CASE}/scope", care_acts.refer),
    web.post(f"{CASE}/merging", care_acts.merge_into),
    web.post(f"{CASE}/safety", care_acts.safety_step),
    web.post(f"{CASE}/safety/lifted", care_acts.lift),
    web.post(f"{CASE}/subject", care_acts.name),
    web.post(f"{CASE}/subject/notice", care_acts.tell),
    web.post(f"{CASE}/needs", care_acts.add_need),
    web.post(f"{CASE}/needs/{{need}}/over", care_acts.need_over),
    web.post(f"{CASE}/own-motion", care_acts.go_on),
    web.post(f"{CASE}/own-motion/end", care_acts.conclude),
    web.get("/console/statements", care_acts.statements),
    web.post("/console/statements/{notice}", care_acts.state),
]
