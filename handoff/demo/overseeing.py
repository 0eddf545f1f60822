"""What those who lead and those who check find in the demonstration: a policy, an audit, an action, a request for erasure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from handoff.cases import Actor, Case
from handoff.db import Transaction
from handoff.governance.aiming import set_objective
from handoff.governance.auditing import draw_sample, plan_audit
from handoff.governance.listening import hand_in
from handoff.governance.signing import confirm_read, publish_policy
from handoff.improvement.opening import open_action
from handoff.improvement.planning import name_people, plan_step, state_cause
from handoff.improvement.teaching import publish_lesson
from handoff.privacy.requesting import receive_request
from handoff.privacy.unmasking import unmask
from handoff.staff import Agent

POLICY_EN = (
    "Everybody may complain to us, free of charge and without fear of a disadvantage. We register each complaint at once, "
    "listen to both sides, answer each point with reasons and say where else one can turn. What complaints teach us, we "
    "change."
)
POLICY_FA = (
    "هر کسی می‌تواند رایگان و بی‌نگرانی از ما شکایت کند. هر شکایت را همان لحظه ثبت می‌کنیم، حرف هر دو طرف را می‌شنویم، "
    "به هر مورد با دلیل پاسخ می‌دهیم و می‌گوییم به کجای دیگر می‌توان مراجعه کرد. از شکایت‌ها درس می‌گیریم و کارمان را "
    "بهتر می‌کنیم."
)
LESSON_EN = "Before you promise a date for a refund, look whether the payment order was really given."
LESSON_FA = "پیش از آنکه برای بازگشت پول تاریخ بدهید، ببینید دستور پرداخت واقعاً صادر شده است یا نه."


async def sign_and_aim(tx: Transaction, people: Mapping[str, Agent]) -> None:
    """The policy that is in force, and one objective. Mina has not read the policy yet."""
    nasrin = people["nasrin"]
    leader, now = Actor.agent(nasrin.id), tx.clock.now()
    statement = await publish_policy(
        tx, text_en=POLICY_EN, text_fa=POLICY_FA, signed_by="Nasrin Azadi / نسرین آزادی",
        review_due=now + timedelta(days=365), actor=leader,
    )  # fmt: skip
    for name in ("nasrin", "omid", "parisa"):
        await confirm_read(tx, statement, people[name])
    await set_objective(
        tx, metric="M04", target=0.95, start=now.date(), last=now.date() + timedelta(days=90), owner=nasrin, baseline=None,
        actor=leader,
    )  # fmt: skip


async def oversee(tx: Transaction, people: Mapping[str, Agent], cases: Mapping[str, int]) -> None:
    """An action about double payments, an audit with its sample, a request for erasure, and content opened with a reason.

    `cases` are the ids of the demonstration's cases by what was ordered.
    """
    await _improve(tx, people, await tx.get_one(Case, cases["B-20388"]))
    await _audit(tx, people)
    helen = await tx.get_one(Case, cases["B-20117"])
    await receive_request(
        tx, asked_by="Helen Brook", email="helen@customer.example", cases=[helen], channel="email", by=people["parisa"],
        received_at=tx.clock.now() - timedelta(days=2),
    )  # fmt: skip
    await unmask(
        tx, helen, agent=people["kamran"], classes=["narrative"], openable=["identity", "narrative"],
        reason="The sample of the audit: is the answer about what was complained about?",
    )  # fmt: skip


async def _improve(tx: Transaction, people: Mapping[str, Agent], paid_twice: Case) -> None:
    nasrin, omid = people["nasrin"], people["omid"]
    leader = Actor.agent(nasrin.id)
    action = await open_action(
        tx, key="demo:double-payments", title="Cards charged twice when the payment page answers late", source="case",
        actor=leader, topic="C03.6", cases=[paid_twice],
        words={
            "what": "The card is charged again when somebody presses “Pay” a second time.",
            "where": "On the payment page of the shop",
            "containment": "Each evening payments with the same order number are looked for and sent back.",
        },
    )  # fmt: skip
    await name_people(tx, action, owner=omid, sponsor=nasrin, checker=nasrin)
    await state_cause(
        tx, action, code="K10", method="data_test",
        cause="The button can be pressed again while the bank’s answer is awaited.",
        evidence="Both payments of B-20388 came within one minute, with the same order number.",
    )  # fmt: skip
    await plan_step(
        tx, action, kind="corrective", what="Lock the button until the bank has answered", owner=omid,
        due_at=tx.clock.now() + timedelta(days=6), actor=leader,
    )  # fmt: skip
    await publish_lesson(tx, text_en=LESSON_EN, text_fa=LESSON_FA, actor=leader, topic="C04.3")
    await hand_in(
        tx, people["mina"], words="فهرست سفارش‌های لغوشده را هر صبح با دستورهای پرداخت مقایسه کنیم تا پولی جا نماند."
    )


async def _audit(tx: Transaction, people: Mapping[str, Agent]) -> None:
    today = tx.clock.now().date()
    audit = await plan_audit(
        tx, title="Were the reasons given for each point?", clauses=["7.8", "8.5"], auditor=people["kamran"],
        deputy=people["parisa"], planned_for=today + timedelta(days=7), start=today - timedelta(days=30), last=today,
        sample_size=5,
    )  # fmt: skip
    await draw_sample(tx, audit, actor=Actor.agent(people["kamran"].id), seed="demonstration")
