"""The perimeters of a project's own territories, as `territoires.xlsx` lists their communes."""

from __future__ import annotations

from . import roster
from .project import Project
from .upgrade import members


def perimeters(project: Project, digest: str | None) -> dict[str, tuple[str, ...]]:
    """Territory (its node in the state `digest`) → INSEE codes of its communes; without those of which the workbook lists none, and
    empty when the state is not known here. Raises ProjectError for a workbook that cannot be read."""
    own = [one for one in roster.read(project).own if one.communes]
    node_of = (members(project, digest) or {}) if own else {}
    return {node_of[one.territory]: one.communes for one in own if one.territory in node_of}
