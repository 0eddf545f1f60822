"""What is printed: the letter of an answer, and reports that are laid on a table."""
