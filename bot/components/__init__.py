"""Our own parts of Rasa's pipeline. Small, and each does one thing: language, safety, numbers, understanding, topics."""
