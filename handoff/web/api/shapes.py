"""The shapes of the API: what is taken and what is answered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _blank_is_nothing(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Short = Annotated[str | None, Field(max_length=400), BeforeValidator(_blank_is_nothing)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Topic(Shape):
    """A suggested topic of the taxonomy, with the model's confidence between 0 and 1."""

    code: str = Field(max_length=10)
    confidence: float = Field(ge=0, le=1)


class Answers(Shape):
    """What a complainant has told. Everything may be missing; `null` takes an answer back."""

    narrative: str | None = Field(None, max_length=20_000)
    product: Short = None
    order_ref: Short = None
    incident_date: date | None = None
    amount: Decimal | None = Field(None, ge=0, lt=10**15)
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    requested_remedy: Annotated[str | None, Field(max_length=2000), BeforeValidator(_blank_is_nothing)] = None
    remedy_code: Annotated[str | None, Field(pattern="^R[0-9]{2}$")] = None
    name: Short = None
    email: Short = None
    phone: Short = None
    anonymous: bool | None = None
    unit: Short = None
    earlier_case: Short = None
    needs: Annotated[str | None, Field(max_length=2000), BeforeValidator(_blank_is_nothing)] = None
    topics: list[Topic] | None = Field(None, max_length=8)
    safety: bool | None = None
    safety_words: Short = None
    vulnerable: bool | None = None
    staff_subject: bool | None = None
    notice_shown: bool | None = None
    acting_for: Short = None
    acting_as: Short = None
    remind: bool | None = None


class Draft(Shape):
    answers: dict[str, Any]


class KeepDraft(Shape):
    answers: Answers


class Register(Shape):
    conversation: int
    answers: Answers


class Promise(Shape):
    """Something that will have happened by then. `text` says the date as a person reads it."""

    kind: str
    due_at: datetime
    text: str


class Registered(Shape):
    number: str
    state: str
    state_text: str
    person_needed: bool
    promises: list[Promise]


class LookUp(Shape):
    conversation: int
    number: str | None = Field(None, max_length=60)
    secret: str | None = Field(None, max_length=60)


class CaseStatus(Shape):
    number: str
    state: str
    state_text: str
    next_text: str
    due_text: str
    answer_text: str | None = None


class Found(Shape):
    cases: list[CaseStatus]


class SayNow(Shape):
    text: str = Field(min_length=1, max_length=4000)
    key: str = Field(min_length=1, max_length=60)


class SaidNow(Shape):
    number: int


class AskForPerson(Shape):
    reason: Literal["asked", "safety", "misunderstood", "assistant_down", "case_needs_person", "anger"]


class Handover(Shape):
    speaker: str
    place: int | None
    wait_minutes: int | None
    within_hours: bool
    text: str


class ChangeLanguage(Shape):
    language: Literal["en", "fa"]


class Language(Shape):
    language: str


class Coded(Shape):
    code: str
    text: str


class Published(Shape):
    how: str
    what_to_bring: list[str]
    steps: list[str]
    times: list[str]
    options: list[str]
    outside_bodies: list[str]
    free: str
    privacy: str
    emergency_number: str
    hours_text: str
    remedies: list[Coded]


class Choice(Shape):
    value: int | None
    text: str


class Item(Shape):
    code: str
    text: str
    choices: list[Choice]


class Survey(Shape):
    survey: int
    items: list[Item]
    comment_text: str
    contact_text: str


class SurveyAnswers(Shape):
    answers: dict[str, Annotated[int, Field(ge=1, le=5)] | None] = Field(default_factory=dict, max_length=10)
    comment: str | None = Field(None, max_length=4000)
    contact_wanted: bool | None = None
    finished: bool = False


class Kept(Shape):
    kept: bool = True


class CaseAct(Shape):
    act: Literal[
        "add_information", "accept", "reject", "tell_new", "ask_review", "confirm_done", "not_done", "reopen", "withdraw"
    ]  # fmt: skip
    text: str | None = Field(None, max_length=20_000)
    case: str | None = Field(None, max_length=60)


class Said(Shape):
    text: str
