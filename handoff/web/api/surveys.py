"""The survey, asked by the assistant in the talk: its questions in the customer's language, its answers one by one."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel

from handoff.errors import NotFound
from handoff.surveys.answering import keep_answers, survey_called
from handoff.surveys.asking import questions_of
from handoff.surveys.inviting import survey_of_conversation
from handoff.web.access import id_in
from handoff.web.api import shapes
from handoff.web.api.conversations import conversation_called
from handoff.web.api.operations import operation
from handoff.web.keys import SERVICES


@operation("Read the survey that is open in a talk", answers=shapes.Survey)
async def read_survey(request: web.Request, body: None) -> tuple[int, BaseModel]:
    """404 when there is none, or when it was answered."""
    async with request.app[SERVICES].db.reading() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        survey = await survey_of_conversation(tx, conversation.id)
        if survey is None:
            raise NotFound(code="survey_not_found")
        language = conversation.language
        policy = request.app[SERVICES].policy.survey
        return 200, shapes.Survey(
            survey=survey.id,
            items=[
                shapes.Item(
                    code=item.code,
                    text=item.question.say(language),
                    choices=[
                        shapes.Choice(value=choice.value, text=choice.label.say(language)) for choice in item.choices
                    ],
                )
                for item in questions_of(tx, survey)
            ],
            comment_text=policy.comment.say(language),
            contact_text=policy.contact_wanted.say(language),
        )


@operation("Keep answers to a survey", takes=shapes.SurveyAnswers, answers=shapes.Kept)
async def put_answers(request: web.Request, body: shapes.SurveyAnswers) -> tuple[int, BaseModel]:
    """Merged answer by answer; `finished` ends it. An answer can be changed until then."""
    async with request.app[SERVICES].db.transaction() as tx:
        survey = await survey_called(tx, id_in(request, "survey"))
        await keep_answers(
            tx,
            survey,
            answers=body.answers,
            comment=body.comment,
            contact_wanted=body.contact_wanted,
            finished=body.finished,
        )
    return 200, shapes.Kept()
