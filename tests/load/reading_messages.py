"""Run by the bot's own Python (3.10): how long the trained model takes to understand one message, within the process.

`python -m tests.load.reading_messages MODEL COUNT` prints the seconds of each message as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

MESSAGES = (
    "The kettle from order B-20999 arrived broken last week and nobody answers my e-mails.",
    "how long will this take?",
    "I want my money back",
    "no, I never got a confirmation",
    "let me talk to a person please",
    "کتری سفارش B-20999 هفتهٔ پیش شکسته رسید و هیچ‌کس جواب ایمیل‌های من را نمی‌دهد.",
    "چقدر طول می‌کشد؟",
    "پولم را پس می‌خواهم",
    "نه، هیچ تأییدی به دستم نرسید",
    "می‌خواهم با یک نفر حرف بزنم",
)


async def read(model: str, count: int) -> list[float]:
    """Seconds of `count` messages, after each of them was read once."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    for message in MESSAGES:
        await agent.parse_message(message)
    seconds = []
    for number in range(count):
        began = time.perf_counter()
        await agent.parse_message(MESSAGES[number % len(MESSAGES)])
        seconds.append(time.perf_counter() - began)
    return seconds


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(sys.argv[1], int(sys.argv[2])))))
