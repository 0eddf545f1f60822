"""Commands that act on data, apart from those that start and set up the service."""
