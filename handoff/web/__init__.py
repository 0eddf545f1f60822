"""Everything that comes and goes over HTTP: pages, the customer's chat, the desk, the API. Parse, ask the domain, answer."""
