"""What the codes of confidentiality are called."""

from __future__ import annotations

from typing import Any

from handoff.i18n import mark

DECISION_WORDS: dict[str, Any] = {
    "erase": mark("Erase"),
    "restrict": mark("Lock from daily use"),
    "keep": mark("Keep"),
}
PROOF_WORDS: dict[str, Any] = {
    "secret": mark("They know number and tracking code"),
    "answer_to_address": mark("They answered from the address that we have"),
    "document": mark("They showed a document (no copy is kept)"),
    "known_person": mark("They are known in person"),
}
HELD_WORDS: dict[str, Any] = {
    "talks": mark("talks"),
    "messages": mark("messages"),
    "files": mark("files"),
    "people": mark("people with addresses"),
    "notes": mark("notes"),
    "answers": mark("answers"),
    "additions": mark("additions"),
    "survey_words": mark("words in a survey"),
}
SCOPE_WORDS: dict[str, Any] = {
    "case": mark("A case"),
    "person": mark("All of a person"),
    "topic": mark("A topic"),
    "all": mark("Everything"),
}
KIND_WORDS: dict[str, Any] = {
    "card": mark("a card number"),
    "account": mark("an account number"),
    "national": mark("a national number"),
    "phone": mark("a telephone number"),
    "email": mark("an e-mail address"),
}
KEPT_WORDS: dict[str, Any] = {
    "draft": mark("What was told and never registered"),
    "talk": mark("Talks that led to no complaint"),
    "transcript": mark("The assistant’s own memory of a talk"),
    "survey_words": mark("Free words in surveys"),
    "archive": mark("Addresses and long notes of closed cases"),
    "case": mark("Closed cases"),
}
WHO_WORDS: dict[str, Any] = {
    "complainant": mark("You"),
    "assistant": mark("The assistant"),
    "service": mark("The service"),
    "one of us": mark("One of us"),
}
WORDS: dict[str, Any] = {
    "decision_words": DECISION_WORDS, "proof_words": PROOF_WORDS, "held_words": HELD_WORDS, "scope_words": SCOPE_WORDS,
    "kept_words": KEPT_WORDS,
}  # fmt: skip
