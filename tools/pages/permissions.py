"""docs/permissions.md: who may do what, and reads what, from the policy's table and the marks of the handlers."""

from __future__ import annotations

from handoff.policy import load_policy
from handoff.policy.permissions import Level, Permissions
from handoff.web.identity import door_of
from handoff.web.routes import routes
from tools.pages import MADE, table

TOP = f"""{MADE}
# Who may do what

The table of the packaged policy, `handoff/policy/data/permissions.yaml`; a site changes it in its own policy folder. What is
not in it is denied. Beside it stands what no table can change: nobody comes to a case about themselves, about whom they
report to or about who reports to them, and what the life cycle allows is asked besides.

A handler of the desk names the act it needs: `@at_desk("read_cases")`, `@act("assess")`. The service does not start with a
handler that names none, or one that is not in the table. What is shown of a case goes through `handoff/insights/masking.py`;
tests ask every page of the desk for every role.

## What each role reads of a case
"""
LEVELS = {
    Level.NO: "",
    Level.EXTRACT: "what an action says",
    Level.REDACTED: "redacted",
    Level.MASKED: "masked; with a reason",
    Level.REASON: "with a reason",
    Level.NAMED: "if named",
    Level.ASSIGNED: "if assigned, else with a reason",
    Level.AT_HAND: "if assigned or nobody's yet, else with a reason",
    Level.DECIDING: "while it waits for approval, else with a reason",
    Level.STAGE_2: "at stage 2, else with a reason",
    Level.SAFETY: "if about safety, else with a reason",
    Level.CLEAR: "yes",
}
READING = """
*Assigned*: answers for the case, or speaks in its talk. *Named*: its owner, and whom a supervisor or the privacy officer
named for it. *With a reason*: for 15 minutes, written into the case's chain, listed to the privacy officer. A file that is
specially protected or about staff is read by who may read both: the class itself, and such a file.

## Which cases each role comes to
"""
ACTS = """
## What each role does
"""
ADDRESSES = """
## Which address needs what
"""


def page() -> str:
    permissions = load_policy(None).permissions
    return "\n".join([
        TOP, _reads(permissions), READING, _cases(permissions), ACTS, _acts(permissions), ADDRESSES, _addresses(), "",
    ])  # fmt: skip


def _reads(permissions: Permissions) -> str:
    head = ("role", *(text.en for text in permissions.classes.values()))
    return table(
        head,
        [
            (role.name.en, *(LEVELS[role.level(name)] for name in permissions.classes))
            for role in permissions.roles.values()
        ],
    )


def _cases(permissions: Permissions) -> str:
    rows = [
        (role.name.en, ", ".join(sorted(scope.value for scope in role.scopes)) or "none", role.figures)
        for role in permissions.roles.values()
    ]
    return table(("role", "cases", "figures of"), rows)


def _acts(permissions: Permissions) -> str:
    rows = [
        (f"`{act.code}`", act.name.en, ", ".join(permissions.roles[role].name.en for role in act.by))
        for act in permissions.acts.values()
    ]
    return table(("act", "what it is", "who"), rows)


def _addresses() -> str:
    rows = [
        (f"`{route.method} {route.path}`", f"`{door.act}`")
        for route in routes(demo=True)
        if (door := door_of(route.handler)) and door.kind == "staff"
    ]
    return table(("address", "act"), rows)
