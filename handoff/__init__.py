"""Pasokh: the service that keeps complaints, talks and promises. The map is in docs/architecture.md."""
