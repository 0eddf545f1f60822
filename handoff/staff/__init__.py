"""Who answers: agents, investigators, supervisors, and how they sign in."""

from handoff.staff.inviting import add_agent
from handoff.staff.models import Agent, StaffSession
from handoff.staff.roles import ROLES, may_lead
from handoff.staff.signing_in import agent_of, sign_in, sign_out, sign_out_everywhere

__all__ = [
    "ROLES",
    "Agent",
    "StaffSession",
    "add_agent",
    "agent_of",
    "may_lead",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
