"""The query service: an ASGI app whose queries run in worker processes."""
