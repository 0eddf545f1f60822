"""The API's own description, OpenAPI 3.1, made from the routes and the shapes: it cannot lag behind."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web
from pydantic.json_schema import models_json_schema

from handoff.web.api.operations import OPERATIONS, Operation
from handoff.web.identity import public

REFS = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {"code": {"type": "string"}, "detail": {"type": "string"}},
}


@public
async def read_description(request: web.Request) -> web.Response:
    """Anybody may read how the API is used; using it needs the token."""
    return web.json_response(describe(request.app.router))


def describe(router: web.UrlDispatcher) -> dict[str, Any]:
    """The description of every route whose handler is an operation."""
    found = [
        (route.method, route.resource.canonical, OPERATIONS[route.handler])
        for route in router.routes()
        if route.resource is not None and route.handler in OPERATIONS and route.method != "HEAD"
    ]
    models = {model for *_, operation in found for model in (operation.takes, operation.answers) if model is not None}
    _, definitions = models_json_schema([(model, "validation") for model in sorted(models, key=str)], ref_template=REFS)
    paths: dict[str, Any] = {}
    for method, path, operation in found:
        paths.setdefault(path, {})[method.lower()] = _operation(path, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pasokh", "version": "1", "description": "Complaints, talks and surveys, for programs."},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**definitions.get("$defs", {}), "Problem": PROBLEM},
        },
    }


def _operation(path: str, operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "responses": {
            "2XX": _content("It was done.", operation.answers.__name__),
            "4XX": _content("It was not done; `code` says why.", "Problem"),
        },
    }
    if operation.takes is not None:
        described["requestBody"] = {"required": True, **_content("", operation.takes.__name__)}
        del described["requestBody"]["description"]
    return described


def _content(description: str, model: str) -> dict[str, Any]:
    schema = {"$ref": REFS.format(model=model)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
