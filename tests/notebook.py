"""Runs a notebook cell by cell in one namespace; `python tests/notebook.py docs/notebook.ipynb` writes its outputs anew."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any


def outputs(notebook: dict[str, Any]) -> list[str]:
    """For each code cell: what its last expression is shown as, in plain text. Raises what a cell raises."""
    names: dict[str, Any] = {"__name__": "__main__"}
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if isinstance(last, ast.Expr) else None
        found.append("" if value is None else repr(value))
    return found


def stored(notebook: dict[str, Any]) -> list[str]:
    """The outputs that the notebook shows."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return ["".join(line for out in cell["outputs"] for line in out["data"]["text/plain"]) for cell in cells]


if __name__ == "__main__":
    path = Path(sys.argv[1])
    data = json.loads(path.read_text("utf-8"))
    cells = [cell for cell in data["cells"] if cell["cell_type"] == "code"]
    for number, (cell, text) in enumerate(zip(cells, outputs(data), strict=True), 1):
        shown = {"data": {"text/plain": text.splitlines(keepends=True)}, "metadata": {}, "output_type": "execute_result"}
        cell["outputs"] = [{**shown, "execution_count": number}] if text else []
        cell["execution_count"] = number
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
