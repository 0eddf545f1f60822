"""docs/api.md: the API's operations and shapes, from its own description, with an example for each."""

from __future__ import annotations

import json
import shlex
from typing import Any

from aiohttp import web

from handoff.web.api.description import describe
from handoff.web.api.routes import API_ROUTES
from tools.pages import MADE, one_line, table
from tools.pages.api_examples import CONVERSATION, EXAMPLES, SURVEY, Example

Schema = dict[str, Any]
NAMED = {"date": "date (`2026-11-20`)", "date-time": "moment (ISO 8601, UTC)"}

TOP = f"""{MADE}
# The API

For programs beside the service: the assistant's actions use it, and so may you. JSON over HTTP, UTF-8, a bearer token
(`PASOKH_API_TOKEN`) in every request; `GET /api/openapi.json` describes it to machines and needs none. Everything stands
below `http://127.0.0.1:8080`, the service's own address.

```sh
PASOKH=http://127.0.0.1:8080
TOKEN=…                       # the service's PASOKH_API_TOKEN; after `make run` it is in var/secrets.env
```

What was not done is answered with a status of 400 or above and two fields: a `code` that stays the same, for programs, and
a `detail` for people, in the language of `Accept-Language`.

| status | means |
| --- | --- |
| 400 | the body is not JSON |
| 401 | the token is missing or wrong |
| 404 | it is not there, or number and tracking code do not belong together: the two are not told apart |
| 409 | it could be done before, but no longer |
| 413 | larger than 256 KB |
| 422 | a field is not as expected; `detail` names the first |
| 429 | too often; the header `Retry-After` says in how many seconds it goes on |
| 503 | a part is away for the moment; nothing was lost, ask again |

Fields that are not known are refused, so that a slip of the pen is noticed. Where some fields may be left out, the others
are marked *needed*; elsewhere all of them are.
"""
SHAPES = """## Shapes

What the operations share.
"""


def page() -> str:
    described = description()
    shapes = described["components"]["schemas"]
    own = {_name(schema) for _, _, operation in operations(described) for schema in _bodies(operation)}
    shared = sorted(name for name in shapes if name not in own | {"Problem"})
    return "\n".join(
        [
            TOP,
            *(_operation(method, path, operation, shapes) for method, path, operation in operations(described)),
            SHAPES,
            *(f"### {name}\n\n{_about(shapes[name])}{_fields(shapes[name])}\n" for name in shared),
        ]
    )


def description() -> Schema:
    """The API's description as /api/openapi.json gives it."""
    app = web.Application()
    app.add_routes(API_ROUTES)
    return describe(app.router)


def operations(described: Schema) -> list[tuple[str, str, Schema]]:
    """(method, path, operation) in the order of the examples; those without an example at the end."""
    found = [
        (method.upper(), path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    order = list(EXAMPLES)
    return sorted(found, key=lambda entry: order.index(entry[:2]) if entry[:2] in EXAMPLES else len(order))


def command(method: str, path: str, example: Example) -> str:
    """The example as curl, as one types it."""
    address = f"{path.format(conversation=CONVERSATION, survey=SURVEY)}{example.query}"
    lines = [f'curl -X {method} "$PASOKH{address}"', '-H "Authorization: Bearer $TOKEN"']
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in example.headers.items()]
    if example.body is not None:
        lines.append(f"--json {shlex.quote(_json(example.body))}")
    return " \\\n  ".join(lines)


def _operation(method: str, path: str, operation: Schema, shapes: Schema) -> str:
    lines = [f"## {operation['summary']}\n", f"`{method} {path}`\n"]
    if operation["description"]:
        lines.append(f"{one_line(operation['description'])}\n")
    takes, answers = (_name(schema) for schema in _both(operation))
    if takes:
        lines += ["Takes:\n", _fields(shapes[takes]), ""]
    lines += ["Answers:\n", _fields(shapes[str(answers)]), ""]
    if (example := EXAMPLES.get((method, path))) is not None:
        lines += [
            f"```sh\n{command(method, path, example)}\n```\n",
            f"{example.status}, in this form:\n\n```json\n{_json(example.answer)}\n```\n",
        ]
    return "\n".join(lines)


def _json(value: Any) -> str:
    """On one line where it fits."""
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) <= 100 else json.dumps(value, ensure_ascii=False, indent=2)


def _both(operation: Schema) -> tuple[Schema | None, Schema]:
    body = operation.get("requestBody")
    taken = body["content"]["application/json"]["schema"] if body else None
    return taken, operation["responses"]["2XX"]["content"]["application/json"]["schema"]


def _bodies(operation: Schema) -> list[Schema]:
    return [schema for schema in _both(operation) if schema is not None]


def _name(schema: Schema | None) -> str | None:
    return schema["$ref"].rpartition("/")[2] if schema else None


def _about(shape: Schema) -> str:
    text = one_line(shape.get("description"))
    return f"{text}\n\n" if text else ""


def _fields(shape: Schema) -> str:
    fields, needed = shape["properties"], set(shape.get("required", ()))
    rows = [(f"`{name}`", _kind(field), "needed" if name in needed else "") for name, field in fields.items()]
    if needed == set(fields):
        return table(("field", "holds"), [row[:2] for row in rows])
    else:
        return table(("field", "holds", ""), rows)


def _kind(field: Schema) -> str:
    """A field's content in words."""
    if "$ref" in field:
        return f"[{_name(field)}](#{str(_name(field)).lower()})"
    elif "anyOf" in field:
        # A decimal may also come as text, with a pattern that no reader needs.
        options = [option for option in field["anyOf"] if not str(option.get("pattern", "")).startswith("^(?!")]
        return " or ".join(_kind(option) for option in options)
    elif "enum" in field:
        return "one of " + ", ".join(f"`{value}`" for value in field["enum"])
    elif field.get("type") == "array":
        most = f", at most {field['maxItems']}" if "maxItems" in field else ""
        return f"list of {_kind(field['items'])}{most}"
    elif field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"object of {_kind(inner)}" if isinstance(inner, dict) else "object"
    else:
        return NAMED.get(str(field.get("format")), str(field.get("type", "anything"))) + _limits(field)


def _limits(field: Schema) -> str:
    said = []
    if "maxLength" in field:
        said.append(f"up to {field['maxLength']} characters")
    if "minimum" in field and "maximum" in field:
        said.append(f"{field['minimum']:g} to {field['maximum']:g}")
    elif "minimum" in field:
        said.append(f"{field['minimum']:g} or more")
    if "pattern" in field:
        said.append(f"like `{field['pattern']}`")
    return f" ({', '.join(said)})" if said else ""
