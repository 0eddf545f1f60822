"""Evidence by clause: counted live, never claimed. What is not there is said plainly."""
