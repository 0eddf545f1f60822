"""The customer's side of the talk: its socket, its files, its texts."""
