"""How was it? Asked once after the end, of everybody alike, and never by the one who handled the case."""
