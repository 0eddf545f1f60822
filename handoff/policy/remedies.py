"""What can put things right, and who may promise it without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Remedy:
    """``has_amount``: it costs a sum of money. ``is_public``: somebody who complains can wish for it by a button."""

    code: str
    name: Text
    has_amount: bool
    is_public: bool


@dataclass(frozen=True)
class AuthorityLimit:
    """What one role may promise alone. ``remedies`` None is everything, ``amounts`` None is any sum."""

    role: str
    remedies: tuple[str, ...] | None
    amounts: Lookup[int] | None

    def allows(self, code: str, amount: Decimal | None = None, currency: str | None = None) -> bool:
        """A currency without a limit here is not allowed: better to ask than to promise."""
        if self.remedies is not None and code not in self.remedies:
            return False
        elif amount is None or self.amounts is None:
            return True
        else:
            limit = self.amounts.get(currency or "")
            return limit is not None and amount <= limit


@dataclass(frozen=True)
class Remedies:
    """The catalogue, and the limits from the lowest role to the highest."""

    catalogue: Lookup[Remedy]
    limits: tuple[AuthorityLimit, ...]

    def allowed(self, role: str, code: str, amount: Decimal | None = None, currency: str | None = None) -> bool:
        """May this role promise it alone? A role without a limit may promise nothing."""
        return any(limit.role == role and limit.allows(code, amount, currency) for limit in self.limits)

    def lowest_role_for(self, code: str, amount: Decimal | None = None, currency: str | None = None) -> str:
        """Who has to be asked; the highest role may always."""
        return next(limit.role for limit in self.limits if limit.allows(code, amount, currency))


def read_remedies(node: Node, roles: Lookup[Text]) -> Remedies:
    found = node.fields("version remedies limits")
    catalogue = Lookup((code, _remedy(code, entry)) for code, entry in found["remedies"].entries())
    limits = tuple(_limit(entry, roles, catalogue) for entry in found["limits"].items())
    if not limits or limits[-1].remedies is not None or limits[-1].amounts is not None:
        raise found["limits"].broken(
            "the last role must be allowed everything, or some remedies could never be promised"
        )
    return Remedies(catalogue, limits)


def _remedy(code: str, node: Node) -> Remedy:
    found = node.fields("en fa amount public")
    return Remedy(code, node.text_of(found["en"], found["fa"]), found["amount"].flag(), found["public"].flag())


def _limit(node: Node, roles: Lookup[Text], catalogue: Lookup[Remedy]) -> AuthorityLimit:
    found = node.fields("role", "remedies amounts")
    return AuthorityLimit(
        role=found["role"].choice(list(roles)),
        remedies=found["remedies"].choices(catalogue) if "remedies" in found else None,
        amounts=_amounts(found["amounts"]) if "amounts" in found else None,
    )


def _amounts(node: Node) -> Lookup[int]:
    return Lookup((currency, entry.whole(0, 10**12)) for currency, entry in node.entries())
