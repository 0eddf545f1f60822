"""Letters: written in the transaction that calls for them, sent afterwards, and never twice."""
