"""Our intents and topics in the plainer names that sets of sentences are labelled with. docs/understanding.md shows both."""

from __future__ import annotations

from typing import Any

LABELS = {
    "report_complaint": ["make_complaint", "staff_complaint", "safety_danger", "add_information", "inform"],
    "ask_human": ["ask_human"],
    "case_status": ["ask_status"],
    "give_feedback": ["praise", "suggestion"],
    "how_it_works": ["ask_how_it_works", "ask_time_limits", "ask_outside_body", "ask_cost", "privacy_request"],
    "withdraw": ["withdraw"],
    "accept_answer": ["accept_response"],
    "reject_answer": ["reject_response", "ask_review"],
    "greet": ["greet"],
    "goodbye": ["goodbye"],
    "affirm": ["affirm"],
    "deny": ["deny", "correct"],
    "thank": ["thanks"],
    "out_of_scope": ["out_of_scope", "service_request", "nlu_fallback"],
}
CATEGORIES = {
    "product_quality": ["C01"],
    "delivery": ["C02", "C08.5"],
    "billing_payment": ["C03", "C05.7", "C10.4"],
    "refund_return": ["C04.1", "C04.2", "C04.3", "C04.4", "C05.4", "C05.5"],
    "staff_conduct": ["C06"],
    "service_quality": ["C01.4", "C01.5", "C01.7", "C05.3", "C06.2", "C06.3", "C12"],
    "account_access_technical": ["C08", "C05.8"],
    "privacy_data": ["C10"],
    "safety": ["C09"],
    "contract_policy": ["C04", "C05", "C07", "C11"],
    "other": ["C99"],
}
_LABEL_OF = {intent: label for label, intents in LABELS.items() for intent in intents}
_CATEGORY_OF = {code: category for category, codes in CATEGORIES.items() for code in codes}


def label_of(intent: str | None) -> str:
    """What has no plain name of its own (an insult, a wish for another language) is none of the desk's business here."""
    return _LABEL_OF.get(intent or "", "out_of_scope")


def category_of(topics: list[dict[str, Any]]) -> str:
    """The category of the surest topic; the finer code decides before the coarser one."""
    if not topics:
        return "other"
    code = topics[0]["code"]
    return _CATEGORY_OF.get(code) or _CATEGORY_OF.get(code[:3]) or "other"
