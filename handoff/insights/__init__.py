"""What the records tell. Reads everything, changes nothing."""
