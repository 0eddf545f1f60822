"""What complaints lead to: causes found and confirmed, actions carried out and checked, lessons told to colleagues."""
