"""The desk of whoever looks into a complaint: sort it, examine it, decide it."""
