"""Reads prompts.yaml: every prompt has a beginning, an end, and words that somebody can fill in."""

from __future__ import annotations

import re

from handoff.policy.lifecycle import Lifecycle
from handoff.policy.lookup import Lookup
from handoff.policy.prompts import (
    ACTS,
    CHANNELS,
    HAPPENINGS,
    HAPPENINGS_WITH_A_LIMIT,
    PLACEHOLDERS,
    RECIPIENTS,
    STOPS,
    Button,
    Moment,
    Prompt,
    PromptMessage,
    Prompts,
    Wording,
)
from handoff.policy.published import known
from handoff.policy.reading import Node

_MOMENT = re.compile(r"(?P<anchor>start|due)(?: (?P<sign>[+-]) (?P<offset>\S+))?|(?P<share>[0-9]{1,3})%")


def read_prompts(node: Node, lifecycle: Lifecycle) -> Prompts:
    found = node.fields("version greeting closing a_day_at_most bounces_until_task prompts")
    greeting = found["greeting"].fields("named unnamed")
    rules = Lookup((code, _prompt(code, entry, lifecycle)) for code, entry in found["prompts"].entries())
    for timer in lifecycle.timers.values():
        for code in timer.prompts:
            if code not in rules:
                raise found["prompts"].broken(f"the timer {timer.id} speaks of {code}, which is missing here")
    return Prompts(
        rules=rules,
        greeting_named=known(greeting["named"], greeting["named"].text(), ["name"]),
        greeting_unnamed=known(greeting["unnamed"], greeting["unnamed"].text(), []),
        closing=known(found["closing"], found["closing"].text(), ["owner", "organisation"]),
        a_day_at_most=found["a_day_at_most"].whole(1, 50),
        bounces_until_task=found["bounces_until_task"].whole(1, 50),
    )


def _prompt(code: str, node: Node, lifecycle: Lifecycle) -> Prompt:
    found = node.fields("title messages texts", "transitions happening timers stops urgent despite_stop repeat")
    if ("transitions" in found) == ("happening" in found):
        raise node.broken("starts either with transitions or with a happening")
    texts = Lookup((name, _wording(entry)) for name, entry in found["texts"].entries())
    timers = found["timers"].choices(lifecycle.timers) if "timers" in found else ()
    happening = found["happening"].choice(HAPPENINGS) if "happening" in found else None
    has_due = bool(timers) or happening in HAPPENINGS_WITH_A_LIMIT
    messages = tuple(_message(entry, texts, has_due) for entry in found["messages"].items())
    spoken = {message.wording for message in messages}
    for name, wording in texts.items():
        if wording not in spoken:
            raise found["texts"].broken(f"no message uses “{name}”")
    return Prompt(
        id=code,
        title=found["title"].text(),
        transitions=found["transitions"].choices(lifecycle.transitions) if "transitions" in found else (),
        happening=happening,
        timers=timers,
        stops=found["stops"].choices(STOPS) if "stops" in found else (),
        urgent=found["urgent"].flag() if "urgent" in found else False,
        despite_stop=found["despite_stop"].flag() if "despite_stop" in found else False,
        repeat=found["repeat"].duration() if "repeat" in found else None,
        messages=messages,
    )


def _wording(node: Node) -> Wording:
    found = node.fields("subject body")
    return Wording(
        known(found["subject"], found["subject"].text(), PLACEHOLDERS),
        known(found["body"], found["body"].text(), PLACEHOLDERS),
    )


def _message(node: Node, texts: Lookup[Wording], has_due: bool) -> PromptMessage:
    found = node.fields("when to channels text", "buttons")
    when = _moment(found["when"])
    if when.anchor != "start" and not has_due:
        raise found["when"].broken("counts towards a limit, but the prompt names no timer")
    return PromptMessage(
        when=when,
        to=found["to"].choices(RECIPIENTS),
        channels=found["channels"].choices(CHANNELS),
        wording=texts[found["text"].choice(list(texts))],
        buttons=tuple(_button(entry) for entry in found["buttons"].items()) if "buttons" in found else (),
    )


def _moment(node: Node) -> Moment:
    match = _MOMENT.fullmatch(node.string())
    if match is None:
        raise node.broken("must be a moment such as start, start + 3cd, due - 1wd, due or 50%")
    if match["share"] is not None:
        return Moment("share", share=Node(node.file, node.path, int(match["share"])).whole(1, 100))
    elif match["offset"] is None:
        return Moment(match["anchor"])
    else:
        offset = Node(node.file, node.path, match["offset"]).duration()
        return Moment(match["anchor"], -1 if match["sign"] == "-" else 1, offset)


def _button(node: Node) -> Button:
    found = node.fields("act en fa")
    return Button(found["act"].choice(ACTS), node.text_of(found["en"], found["fa"]))
