"""What the sockets of customers and of the desk have in common."""
