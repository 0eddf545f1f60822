"""How long things may take, and whether they did: promises as rows with a due time, counted on the right calendar."""
