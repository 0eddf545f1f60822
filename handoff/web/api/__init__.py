"""What programs may ask: JSON over HTTP with a bearer token. Described by /api/openapi.json, which is made from these files."""
