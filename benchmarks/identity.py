"""Who is who over annotated records: pairs that must be one and are one, asked or missed; pairs wrongly joined.

python benchmarks/identity.py [FOLDER ...]     folders with gold/1 records and an identity.json (default: ../shared/gold/*)
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from gold_records import read_all  # noqa: E402

from maillage.graph.resolution import Mention, resolve  # noqa: E402


def main(folders: list[Path]) -> int:
    wrong_in_all = 0
    for folder in folders:
        records = read_all(folder)
        resolution = resolve(records.values())
        truth = json.loads((folder / "identity.json").read_text("utf-8"))
        asked = {frozenset((resolution.node_of[q.a], resolution.node_of[q.b])) for q in resolution.questions}
        found = {"one": 0, "asked": 0, "missed": []}
        wrong = []
        for group in truth["same"]:
            nodes = [_node(resolution, records, item) for item in group["nodes"]]
            for a, b in itertools.combinations([node for node in nodes if node], 2):
                if a == b:
                    found["one"] += 1
                elif frozenset((a, b)) in asked:
                    found["asked"] += 1
                else:
                    found["missed"].append(group["name"])
        for group in truth.get("different", []):
            nodes = [_node(resolution, records, item) for item in group["nodes"]]
            if len({node for node in nodes if node}) < len([node for node in nodes if node]):
                wrong.append(group.get("why"))
        unsure = {frozenset((i["record"], i["id"]) for i in group["nodes"]) for group in truth.get("unsure", [])}
        same = {frozenset((i["record"], i["id"])) for group in truth["same"] for i in group["nodes"]}
        print(f"{folder.name}: {len(records)} records, {len(resolution.clusters)} nodes, {len(resolution.questions)} questions")
        print(f"  same: {found['one']} joined, {found['asked']} asked, {len(found['missed'])} missed {found['missed']}")
        print(f"  different: {len(truth.get('different', []))} groups, {len(wrong)} wrongly joined {wrong}")
        stems = {record.id: stem for stem, record in records.items()}
        listed = {(i["record"], i["id"]): n for n, group in enumerate(truth["same"]) for i in group["nodes"]}
        extra = []
        for mentions in resolution.clusters.values():
            keys = {(stems[m.record], m.item) for m in mentions}
            if len({m.record for m in mentions}) > 1 and len({listed.get(key, key) for key in keys}) > 1:
                extra.append(sorted(keys))
        print(f"  joined without being listed as same: {len(extra)}")
        for keys in extra:
            print("   ", keys)
        wrong_in_all += len(wrong)
        _ = unsure, same
    return 1 if wrong_in_all else 0


def _node(resolution, records, item):  # type: ignore[no-untyped-def]
    record = records.get(item["record"])
    return resolution.node_of.get(Mention(record.id, item["id"])) if record else None


if __name__ == "__main__":
    default = sorted(path.parent for path in (HERE.parent.parent / "shared" / "gold").glob("*/identity.json"))
    sys.exit(main([Path(name) for name in sys.argv[1:]] or default))
