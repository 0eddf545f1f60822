"""Prints, as JSON, what the trained assistant makes of the sentences of a file: run by test_understanding.py.

python measure_understanding.py MODEL FILE.yml   (an NLU file; its sentences were never trained on)
"""

from __future__ import annotations

import asyncio
import json
import sys

from rasa.core.agent import Agent
from rasa.shared.nlu.training_data.loading import load_data


async def main(model: str, path: str) -> None:
    agent = Agent.load(model)
    for example in load_data(path).intent_examples:
        parsed = await agent.parse_message(example.get("text"))
        print(
            json.dumps({"text": example.get("text"), "meant": example.get("intent"), "heard": parsed["intent"]["name"]})
        )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
