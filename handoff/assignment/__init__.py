"""Who takes a waiting talk or a new case: present, able, not too busy, and without a stake in it."""
