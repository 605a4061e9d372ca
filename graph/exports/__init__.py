"""The graph in the forms others read. Each module writes one family from streams of nodes and relationships, never from a database."""
