"""Who is told what, when: prompts scheduled by what happens, sent when they are due, and stopped when they are done."""
