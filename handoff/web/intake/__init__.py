"""Pages for the complainant that need no script: how it works, the form, the look-up."""
