"""How a talk stands, in one line, and what its customer is called."""

from __future__ import annotations

from handoff.conversations import MessageView
from handoff.i18n import for_reader, mark, translate
from handoff.insights.talks import TalkLine
from handoff.staff import Agent

ENDED = mark("This talk has ended")
WITH_ASSISTANT = mark("The assistant is answering")
WAITING = mark("Waiting for a person")
MINE = mark("You are answering")


def standing_words(line: TalkLine, agent: Agent) -> str:
    if line.talk.speaker == "agent" and line.agent and line.agent.id != agent.id:
        return translate(agent.language, "{name} is answering", name=line.agent.display_name(agent.language))
    else:
        texts = {"assistant": WITH_ASSISTANT, "queue": WAITING, "agent": MINE}
        return translate(agent.language, texts.get(line.talk.speaker, ENDED))


def talk_title(line: TalkLine, agent: Agent) -> str:
    return line.name or translate(
        agent.language, "Customer {number}", number=for_reader(str(line.talk.id), agent.language)
    )


def speaker_name(view: MessageView, title: str, people: dict[int, Agent], language: str) -> str:
    """Who said it, as the desk calls them."""
    if view.author == "customer":
        return title
    elif view.author == "assistant":
        return translate(language, "The assistant")
    elif view.agent_id in people:
        return people[view.agent_id].display_name(language)
    else:
        return translate(language, "The service")
