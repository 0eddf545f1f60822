"""Reading permissions.yaml."""

from __future__ import annotations

from handoff.policy.lookup import Lookup
from handoff.policy.permissions import Act, Level, Permissions, Role, Scope
from handoff.policy.reading import Node

FIGURES = ("all", "seen", "none")


def read_permissions(node: Node, known_roles: tuple[str, ...]) -> Permissions:
    """The table. PolicyBroken for a role that nobody can have, one that is left out, or an unknown class, level or scope."""
    found = node.fields("version classes roles groups acts")
    classes = Lookup((code, entry.text()) for code, entry in found["classes"].entries())
    roles = Lookup((code, _role(code, entry, list(classes))) for code, entry in found["roles"].entries())
    if set(roles) != set(known_roles):
        different = ", ".join(sorted(set(roles) ^ set(known_roles)))
        raise found["roles"].broken(f"must name exactly the roles that people can have; not so: {different}")
    groups = {code: entry.choices(roles) for code, entry in found["groups"].entries()}
    acts = Lookup((code, _act(code, entry, groups, list(roles))) for code, entry in found["acts"].entries())
    return Permissions(classes, roles, acts, Lookup((code, frozenset(act.by)) for code, act in acts.items()))


def _role(code: str, node: Node, classes: list[str]) -> Role:
    found = node.fields("en fa cases figures reads")
    levels = found["reads"].entries()
    for name, entry in levels:
        if name not in classes:
            raise entry.broken(f"“{name}” is not one of {', '.join(classes)}")
    return Role(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        scopes=frozenset(Scope(name) for name in found["cases"].choices(scope.value for scope in Scope)),
        figures=found["figures"].choice(FIGURES),
        reads=Lookup((name, Level(entry.choice([level.value for level in Level]))) for name, entry in levels),
    )


def _act(code: str, node: Node, groups: dict[str, tuple[str, ...]], roles: list[str]) -> Act:
    found = node.fields("en fa by")
    named = found["by"].choices([*groups, *roles])
    by = dict.fromkeys(role for name in named for role in groups.get(name, (name,)))
    return Act(code, node.text_of(found["en"], found["fa"]), tuple(by))
