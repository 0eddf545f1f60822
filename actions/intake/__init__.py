"""Taking a complaint: hear the story, ask only what is missing, read it back, register it."""
