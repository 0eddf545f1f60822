"""Recorded talks told again to the whole product, to see how each ends: `make replay IN=dialogues.jsonl OUT=out.jsonl`."""
