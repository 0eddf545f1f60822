"""Every address of the API."""

from __future__ import annotations

from aiohttp import web

from handoff.web.api import cases, conversations, description, published, surveys

API_ROUTES = [
    web.get("/api/openapi.json", description.read_description),
    web.get("/api/published-information", published.read_published_information),
    web.post("/api/cases", cases.create_case),
    web.post("/api/case-lookups", cases.create_case_look_up),
    web.get("/api/conversations/{conversation}/draft", conversations.read_conversation_draft),
    web.put("/api/conversations/{conversation}/draft", conversations.keep_conversation_draft),
    web.post("/api/conversations/{conversation}/lines", conversations.create_line),
    web.post("/api/conversations/{conversation}/handover", conversations.create_handover),
    web.put("/api/conversations/{conversation}/language", conversations.put_language),
    web.post("/api/conversations/{conversation}/case-actions", cases.create_case_act),
    web.get("/api/conversations/{conversation}/survey", surveys.read_survey),
    web.put("/api/surveys/{survey}/answers", surveys.put_answers),
]
