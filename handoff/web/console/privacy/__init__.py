"""The pages of confidentiality: what was opened and why, who is named, what is kept, held and erased."""
