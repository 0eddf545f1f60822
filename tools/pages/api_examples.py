"""One example for each operation of the API. A test sends every one of them to the service, in this order, in one talk.

`12` is the talk, `3` the survey, and the case's number and secret are those below: the test puts real ones in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CONVERSATION, SURVEY = 12, 3
NUMBER, SECRET = "PA-4821-7731", "K7QM-2XRD-9T"

STORY = "The kettle from order A-10423 came with a broken lid, and two e-mails had no answer."
STATUS = {
    "number": NUMBER,
    "state": "registered",
    "state_text": "Your complaint is registered. A person will read it and take charge of it.",
    "next_text": "A person reads it and takes charge of it.",
    "due_text": "You have an answer by Tuesday 8 December.",
    "answer_text": None,
}


@dataclass(frozen=True)
class Example:
    """What is sent and what comes back. `answer` shows the form: words, dates and numbers differ from case to case."""

    status: int
    answer: dict[str, Any]
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""


EXAMPLES: dict[tuple[str, str], Example] = {
    ("GET", "/api/published-information"): Example(
        200,
        {
            "how": "Tell us in the chat, with the form, by telephone or by post.",
            "what_to_bring": ["What happened, in your own words"],
            "steps": ["We register it at once and give you a number."],
            "times": ["A person contacts you within 1 working day."],
            "options": ["You may ask for a person at any time."],
            "outside_bodies": ["The trade authority: it looks at complaints free of charge."],
            "free": "Complaining costs nothing.",
            "privacy": "Only those who deal with your complaint read it.",
            "emergency_number": "115",
            "hours_text": "Saturday to Wednesday, 08:30 to 12:30 and 13:30 to 17:00",
            "remedies": [{"code": "R14", "text": "Refund"}],
        },
        query="?language=en",
    ),
    ("PUT", "/api/conversations/{conversation}/draft"): Example(
        200, {"answers": {"narrative": STORY, "order_ref": "A-10423"}},
        {"answers": {"narrative": STORY, "order_ref": "A-10423"}},
    ),
    ("GET", "/api/conversations/{conversation}/draft"): Example(
        200, {"answers": {"narrative": STORY, "order_ref": "A-10423"}}
    ),
    ("PUT", "/api/conversations/{conversation}/language"): Example(200, {"language": "en"}, {"language": "en"}),
    ("POST", "/api/cases"): Example(
        201,
        {
            "number": NUMBER,
            "state": "registered",
            "state_text": STATUS["state_text"],
            "person_needed": False,
            "promises": [{"kind": "answer", "due_at": "2026-12-08T17:00:00Z", "text": "by Tuesday 8 December"}],
        },
        {
            "conversation": CONVERSATION,
            "answers": {
                "narrative": STORY,
                "order_ref": "A-10423",
                "email": "sara@example.com",
                "requested_remedy": "a refund",
                "remedy_code": "R14",
                "topics": [{"code": "C01.3", "confidence": 0.83}],
                "notice_shown": True,
            },
        },
        {"Idempotency-Key": "conversation:12:4f1c"},
    ),
    ("POST", "/api/case-lookups"): Example(
        200, {"cases": [STATUS]}, {"conversation": CONVERSATION, "number": NUMBER, "secret": SECRET}
    ),
    ("POST", "/api/conversations/{conversation}/case-actions"): Example(
        200,
        {"text": f"I have added this to case {NUMBER}. The person who looks into it will read it."},
        {"act": "add_information", "text": "The lid was in pieces inside the box.", "case": NUMBER},
    ),
    ("POST", "/api/conversations/{conversation}/lines"): Example(
        201, {"number": 7}, {"text": "If anyone is hurt or in danger, call 115 now.", "key": "danger:88"}
    ),
    ("POST", "/api/conversations/{conversation}/handover"): Example(
        201,
        {
            "speaker": "queue",
            "place": 1,
            "wait_minutes": 5,
            "within_hours": True,
            "text": "You are next. A person will be with you in about 5 minutes.",
        },
        {"reason": "asked"},
    ),
    ("GET", "/api/conversations/{conversation}/survey"): Example(
        200,
        {
            "survey": SURVEY,
            "items": [
                {
                    "code": "Q1",
                    "text": "How satisfied are you with how your complaint was handled?",
                    "choices": [{"value": 5, "text": "Very satisfied"}, {"value": None, "text": "Cannot say"}],
                }
            ],
            "comment_text": "Is there anything else you would like to tell us?",
            "contact_text": "Would you like somebody to call you about it?",
        },
    ),
    ("PUT", "/api/surveys/{survey}/answers"): Example(
        200, {"kept": True}, {"answers": {"Q1": 4, "Q2": None}, "comment": "Quick and friendly.", "finished": True}
    ),
}  # fmt: skip
