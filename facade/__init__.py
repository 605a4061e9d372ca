"""Maillage from Python, in notebooks and scripts: `maillage.open(folder)` gives an `OpenProject`.

What stands here is stable: names and meanings change only with a new major version, and CHANGELOG says so.
"""

from .project import OpenProject, open_project
from .results import Result, Rows, to_networkx

__all__ = ["OpenProject", "Result", "Rows", "open_project", "to_networkx"]
