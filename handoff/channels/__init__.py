"""How words reach a complainant who is not looking at the chat window."""
