"""What scenario and browser tests share: one trained assistant for all of them."""

from tests.support.worlds import talking_assistant, world

__all__ = ["talking_assistant", "world"]
