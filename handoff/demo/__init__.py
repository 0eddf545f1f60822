"""A demonstration world: six people and some complaints in several states and both languages."""

from handoff.demo.many import seed_many
from handoff.demo.people import LOGINS
from handoff.demo.seeding import seed

__all__ = ["LOGINS", "seed", "seed_many"]
