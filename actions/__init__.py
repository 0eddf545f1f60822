"""What the assistant can do. Each module is one thing a colleague does: hear a story, look up a case, call a person.

The only thing this package shares with the service is the HTTP API of `helpdesk.py`.
"""
