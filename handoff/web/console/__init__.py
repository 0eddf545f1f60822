"""The desk: where people answer customers, work on cases and keep what was promised."""
