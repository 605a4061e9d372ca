"""Why two names are one or two, what a node has been, and what people decided: lines for a terminal, values for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..graph.decisions import Entry, Name, Pair, Undo
from ..graph.explain import Account, History, Period, Reason, statement
from ..graph.identity import Proof, permalink
from ..graph.language import Language
from ..graph.names import fold
from ..graph.standing import Settled, Standing
from .review import KIND, VERDICT, excerpt, number, side_lines, wrap
from .terminal import plain

STATE = {
    "holds": ("holds", "vaut"), "unsure": ("holds", "vaut"), "replaced": ("replaced", "remplacée"), "taken_back": ("taken back", "reprise"),
    "conflict": ("contradicted", "contredite"), "no_object": ("without object", "sans objet"),
}  # fmt: skip
MOST = 12
"""Records of a node listed unless all are asked for."""


_MARKS = {"joins": "=", "keeps": "≠", "asks": "?"}


def account_lines(account: Account, language: Language, width: int, most: int = MOST) -> list[str]:
    """Why two items are one node or two, as a person reads it; the first `most` reasons, none and no sentence twice."""
    fr = language == "fr"
    heads = ("Deux nœuds.", "Un seul nœud.") if fr else ("Two nodes.", "One node.")
    found = [heads[account.one]]
    if account.one:
        found += side_lines("=", account.a, language, width)
    else:
        found += [*side_lines("A", account.a, language, width), *side_lines("B", account.b, language, width)]
    shown = {account.a.proof, account.b.proof}
    alike: dict[tuple[str, str], list[Reason]] = {}
    for reason in account.reasons:
        alike.setdefault((reason.says, reason.text(language)), []).append(reason)
    left = len(alike) - most
    for (says, text), reasons in list(alike.items())[:most]:
        times = f" ({len(reasons)} {'fois' if fr else 'times'})" if len(reasons) > 1 else ""
        found += wrap(f"{_MARKS[says]} {text}{times}", width, "  ", "    ")
        for proof in (proof for reason in reasons[:most] for proof in reason.proofs):
            if proof not in shown:
                found += proof_lines(proof, "", width)
                shown.add(proof)
    if left > 0:
        found.append(f"  … et {left} autres raisons : --tout" if fr else f"  … and {left} more reasons: --all")
    return found


def proof_lines(proof: Proof, name: str, width: int) -> list[str]:
    """A sentence with its record and page."""
    page = f", p. {proof.page}" if proof.page else ""
    quote = f"« {excerpt(proof.quote, name)} » " if proof.quote else ""
    return wrap(f"{quote}{plain(proof.record)}{page}", width, "      ")


def account_data(account: Account) -> dict[str, Any]:
    """The same as JSON values."""
    sides = [{"node": s.node, "name": s.name, "permalink": permalink(s.mention)} for s in (account.a, account.b)]
    reasons = [
        {"says": r.says, "en": r.en, "fr": r.fr, "sentences": [asdict(proof) for proof in r.proofs]} for r in account.reasons
    ]
    return {"one": account.one, "a": sides[0], "b": sides[1], "reasons": reasons}


def history_lines(history: History, language: Language, width: int, everything: bool) -> list[str]:
    """What a node has been, as a person reads it."""
    fr = language == "fr"
    kind = KIND.get(history.kind, (history.kind, history.kind))[fr]
    found = [f"{plain(history.name)} · {kind} · {history.node}", ""]
    found += _periods("Noms" if fr else "Names", history.names, language, width)
    if history.bodies:
        title = (
            ("A représenté" if fr else "Stood for")
            if history.kind == "person"
            else ("Représentée par" if fr else "Represented by")
        )
        found += _periods(title, history.bodies, language, width)
    shown = history.records if everything else history.records[-MOST:]
    left = len(history.records) - len(shown)
    found.append(("Documents" if fr else "Records") + (f" ({len(history.records)})" if left else ""))
    if left:
        found.append(f"  … {left} plus anciens : --tout" if fr else f"  … {left} older ones: --all")
    for line in shown:
        page = f", p. {line.page}" if line.page else ""
        called = f" « {plain(line.name)} »" if fold(line.name) != fold(history.name) else ""
        found += wrap(f"{line.day or '—'} · {plain(line.record)}{page}{called} · {line.permalink}", width, "  ", "    ")
        if line.quote:
            found += wrap(f"« {excerpt(line.quote, line.name)} »", width, "              ")
    if history.decisions:
        found += ["Décisions" if fr else "Decisions"]
        for standing in history.decisions:
            text = f"{statement(standing.entry, language)} {about(standing.entry, {}, language)}"
            found += wrap(f"{standing.entry.id} · {text} ({STATE[standing.state][fr]})", width, "  ", "    ")
    if history.former:
        shown_ids = history.former if everything else history.former[:6]
        more = f" … (+{len(history.former) - len(shown_ids)})" if len(shown_ids) < len(history.former) else ""
        found += wrap(("Autres identifiants qui mènent ici : " if fr else "Other ids that lead here: ") + ", ".join(shown_ids) + more,
                      width, "", "  ")  # fmt: skip
    return found


def history_data(history: History) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "node": history.node, "kind": history.kind, "name": history.name, "names": [asdict(period) for period in history.names],
        "bodies": [asdict(period) for period in history.bodies], "records": [asdict(line) for line in history.records],
        "decisions": [decision_data(standing) for standing in history.decisions], "former_ids": list(history.former),
    }  # fmt: skip


def _periods(title: str, periods: Sequence[Period], language: Language, width: int) -> list[str]:
    found = [title]
    for period in periods:
        days = period.first if period.first == period.last else f"{period.first} → {period.last}"
        count = number(period.records, ("record", "records"), ("document", "documents"), language == "fr")
        roles = f" ({plain(', '.join(period.roles))})" if period.roles else ""
        found += wrap(f"{plain(period.name)}{roles} · {days + ' · ' if days else ''}{count}", width, "  ", "    ")
    return found


# --- decisions --------------------------------------------------------------------------------------------------------


def decision_rows(standings: Sequence[Standing], settled: Settled, language: Language) -> list[dict[str, Any]]:
    """Decisions as rows of a table."""
    by_id = {standing.entry.id: standing.entry for standing in settled.standings}
    return [
        {"id": s.entry.id, "when": s.entry.when[:10], "by": s.entry.by, "verdict": verdict(s.entry, language),
         "about": about(s.entry, by_id, language), "state": _state(s, language), "why": s.entry.why}
        for s in standings
    ]  # fmt: skip


def decision_data(standing: Standing) -> dict[str, Any]:
    """A decision as JSON values: its line, what became of it, and the decisions that did it."""
    return {
        **standing.entry.model_dump(mode="json", exclude_none=True), "state": standing.state, "others": [e.id for e in standing.others],
        "items": [permalink(mention) for mention in (standing.a, standing.b) if mention],
    }  # fmt: skip


def verdict(entry: Entry, language: Language) -> str:
    fr = language == "fr"
    if isinstance(entry, Pair):
        return VERDICT[entry.verdict][fr]
    if isinstance(entry, Name):
        return "ce nom désigne" if fr else "this name means"
    return "reprend" if fr else "takes back"


def about(entry: Entry, by_id: Mapping[str, Entry], language: Language) -> str:
    """What a decision is about, in the words that the person saw."""
    fr = language == "fr"
    if isinstance(entry, Undo):
        other = by_id.get(entry.undoes)
        if other is None or isinstance(other, Undo):
            return entry.undoes
        return f"{entry.undoes} : {verdict(other, language)}, {about(other, by_id, language)}"
    if isinstance(entry, Name):
        if entry.perimeter:
            where = f" ({entry.perimeter})"
        elif entry.perimeter == "":
            where = " (sans périmètre)" if fr else " (without a perimeter)"
        else:
            where = ""
        return f"{entry.name}{where} → {entry.target.name}, {_file(entry.target.source)}"
    return f"{entry.a.name}, {_file(entry.a.source)} / {entry.b.name}, {_file(entry.b.source)}"


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _state(standing: Standing, language: Language) -> str:
    fr = language == "fr"
    text = STATE[standing.state][fr]
    who = list(dict.fromkeys(entry.by for entry in standing.others))
    if standing.state in ("conflict", "taken_back") and who:
        text += f" {'par' if fr else 'by'} {', '.join(who)}"
    return text
