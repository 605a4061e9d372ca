"""Invented records that come with the program: what `maillage demo` loads. `README.md` says what each shows."""

SCOPE = "Vendôme"
"""The territory whose answer is worth asking for first."""
