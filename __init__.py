"""Maillage: a knowledge graph of actors, territories and collaborations, read from meeting records."""

__version__ = "0.1.0"
