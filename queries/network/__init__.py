"""Questions about the network that meetings weave: who can introduce whom, who brokers, what cools, who is missing.

`fabric` reads who was where; each other module answers questions from it, with pure functions where a rule is decided.
"""
