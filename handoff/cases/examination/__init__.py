"""Looking into a complaint: a plan in proportion, evidence, both sides heard, by somebody without a stake in it."""
