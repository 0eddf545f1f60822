"""Confidentiality: who was named for a case, what was opened with a reason, what is kept, and what is erased."""
