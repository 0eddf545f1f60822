"""What `make` runs: sets the project up, starts and stops its programs.

Only the standard library is used, for this runs before anything is installed (`migrating`, `documenting` and `picturing` apart).
"""
