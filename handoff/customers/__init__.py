"""Who complains: known by the session of their browser until they say who they are."""

from handoff.customers.identifying import come_back, customer_of, invite_device, recognise_device, welcome
from handoff.customers.models import Customer

__all__ = ["Customer", "come_back", "customer_of", "invite_device", "recognise_device", "welcome"]
