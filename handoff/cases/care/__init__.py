"""Cases that need more than the ordinary road: danger, staff complained about, people who need support, our own motion."""
