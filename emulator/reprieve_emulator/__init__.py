"""The clouds, locally: what the vendors document, on one port, with a clock that can be moved."""
