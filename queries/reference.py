"""The reference page of the questions, made from their headers: `python -m maillage.queries.reference` writes docs/queries.md."""

from __future__ import annotations

import sys
from pathlib import Path

from .catalogue import Parameter, Query, catalogue

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"


def page() -> str:
    """The page as it should stand in docs/queries.md."""
    lines = [
        "# The questions",
        "",
        "Made from the headers of `queries/*.cypher` by `python -m maillage.queries.reference`; do not edit.",
        "",
        "`maillage ask QUESTION` answers one; `--format table|json|csv|xlsx` and `--out FILE` choose the form. French names work too.",
        "",
    ]
    for query in catalogue().values():
        lines += _section(query)
    return "\n".join(lines).rstrip() + "\n"


def _section(query: Query) -> list[str]:
    alias = next((alias for alias in query.aliases if " " not in alias), None)
    lines = [
        f"## {query.name}" + (f" ({alias})" if alias else ""),
        "",
        f"{query.answers['en']}  ",
        f"*{query.answers['fr']}*",
        "",
    ]
    if query.parameters:
        lines += ["| option | takes | |", "|---|---|---|", *(_row(parameter) for parameter in query.parameters.values()), ""]
    lines += ["Columns: " + ", ".join(f"`{column}`" for column in query.columns), ""]
    return lines


def _row(parameter: Parameter) -> str:
    names = ", ".join(f"`--{name.replace('_', '-')}`" for name in (parameter.name, *parameter.aliases))
    takes = ", ".join(parameter.choices) if parameter.choices else parameter.type
    notes = [parameter.help["en"]]
    if parameter.required:
        notes.append("Required.")
    if parameter.default is not None:
        notes.append(f"Default: {parameter.default}.")
    if parameter.example:
        notes.append(f"Example: `{parameter.example}`.")
    return f"| {names} | {takes} | {' '.join(notes)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE, file=sys.stderr)
