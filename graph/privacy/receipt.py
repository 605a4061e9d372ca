"""What a person is told before and after a forgetting: numbers and files, no name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..language import Language
from .forgetting import Done
from .refusals import Doubt, Refusal

SHOWN = 40
"""Files listed at once."""

Lines = dict[str, list[str]]


def plan(done: Done, refusal: Refusal, location: str) -> Lines:
    """What would be done."""
    found: Lines = {"en": ["What forgetting this person would do:"], "fr": ["Ce que ferait l'oubli de cette personne :"]}
    if not refusal.records:
        found["en"].append("- Nobody of this name is in the records; the refusal is remembered for those to come.")
        found["fr"].append("- Aucun document ne nomme cette personne ; le refus est retenu pour les documents à venir.")
    _masked(found, done)
    for language, text in (
        ("en", "- The cache and the embedded database are deleted and made again."),
        ("fr", "- Le cache et la base embarquée sont supprimés puis refaits."),
    ):
        found[language].append(text)
    if "://" in location:
        found["en"].append(f"- {location} is brought to the new state.")
        found["fr"].append(f"- {location} est mise dans le nouvel état.")
    _left(found, done)
    return found


def receipt(done: Done, refusal: Refusal, location: str, missed: Sequence[str]) -> Lines:
    """What was done, and what nobody but the person in charge can reach."""
    found: Lines = {
        "en": [f"Receipt {refusal.id}, {refusal.when[:10]}: erasure (RGPD, article 17)."],
        "fr": [f"Reçu {refusal.id}, {refusal.when[:10]} : effacement (RGPD, article 17)."],
    }
    _masked(found, done)
    found["en"] += [
        "- The cache and the embedded database were deleted; the next command makes them again.",
        "- The refusal is remembered as keyed hashes (oublis/): the same name in the same setting is masked when a source is read again.",
    ]
    found["fr"] += [
        "- Le cache et la base embarquée ont été supprimés ; la prochaine commande les refait.",
        "- Le refus est retenu sous forme d'empreintes à clé (oublis/) : le même nom dans le même contexte est masqué à la relecture.",
    ]
    if "://" in location and location not in missed:
        found["en"].append(f"- {location} holds the new state.")
        found["fr"].append(f"- {location} est dans le nouvel état.")
    _left(found, done)
    for place in missed:
        found["en"].append(f"- NOT reached: {place}. Run again when it answers: maillage --db {place} publish")
        found["fr"].append(f"- NON atteinte : {place}. Relancez quand elle répondra : maillage --db {place} publier")
    found["en"] += [
        "What this command cannot reach, and somebody must see to:",
        "- the source files themselves, mails, printed lists; copies, backups and snapshots of the project folder, the history of a "
        "synchronised folder; outputs written elsewhere with --out; projects of colleagues;",
        "- freed blocks of the disk, until they are written over.",
    ]
    found["fr"] += [
        "Ce que cette commande ne peut pas atteindre, et dont il faut s'occuper :",
        "- les fichiers sources eux-mêmes, les courriels, les listes imprimées ; les copies, sauvegardes et instantanés du dossier, "
        "l'historique d'un dossier synchronisé ; les sorties écrites ailleurs avec --out ; les projets des collègues ;",
        "- les blocs libérés du disque, tant qu'ils ne sont pas réécrits.",
    ]
    if "://" in location or missed:
        found["en"].append(
            "- Neo4j keeps old values in freed records of its store files, in its transaction logs (neostore.transaction.db.*) and in "
            "its backups. Its administrator prunes the logs with db.tx_log.rotation.retention_policy=keep_none, CALL db.checkpoint(); "
            "freed records go with a database made new: an empty one, then maillage --db URL publish."
        )
        found["fr"].append(
            "- Neo4j garde d'anciennes valeurs dans les enregistrements libérés de ses fichiers, dans ses journaux de transactions "
            "(neostore.transaction.db.*) et dans ses sauvegardes. Son administrateur réduit les journaux avec "
            "db.tx_log.rotation.retention_policy=keep_none, CALL db.checkpoint() ; les enregistrements libérés partent avec une base "
            "refaite : une base vide, puis maillage --db URL publier."
        )
    return found


def _masked(found: Lines, done: Done) -> None:
    rows = (
        (done.records, "records masked", "documents masqués", f" ({done.places})"),
        (done.corrections, "lines of corrections", "lignes de corrections", ""),
        (done.decisions, "lines of decisions", "lignes de décisions", ""),
        (done.rows, "rows of partenaires.xlsx, territoires.xlsx", "lignes de partenaires.xlsx, territoires.xlsx", ""),
        (done.settings, "places of settings and file properties", "mentions dans les réglages et propriétés de fichiers", ""),
        (len(done.outputs), "outputs of sorties/ deleted", "sorties de sorties/ supprimées", ""),
    )
    for number, en, fr, more in rows:
        if number:
            found["en"].append(f"- {en}: {number}{more}")
            found["fr"].append(f"- {fr} : {number}{more}")
    for name in done.outputs[:SHOWN]:
        for language in found:
            found[language].append(f"    sorties/{name}")
    if done.doubts:
        found["en"].append(f"- masked in doubt, to be answered (maillage forget): {done.doubts}")
        found["fr"].append(f"- masqués par doute, à trancher (maillage oublier) : {done.doubts}")


def _left(found: Lines, done: Done) -> None:
    if done.sources:
        found["en"].append(f"Sources that name the person and are NOT touched: {len(done.sources)}")
        found["fr"].append(f"Sources qui nomment la personne et ne sont PAS modifiées : {len(done.sources)}")
        for language in found:
            found[language] += [f"    {source}" for source in done.sources[:SHOWN]]
            if len(done.sources) > SHOWN:
                found[language].append(f"    … {len(done.sources) - SHOWN} (--format json)")
    if done.named_sources:
        found["en"].append(f"- of these, {len(done.named_sources)} bear the name in the file name: rename them, then load again.")
        found["fr"].append(
            f"- dont {len(done.named_sources)} qui portent le nom dans leur nom de fichier : renommez-les, puis rechargez."
        )
    if done.homonym_rows:
        found["en"].append(f"- rows of workbooks that name a homonym and stay: {done.homonym_rows}")
        found["fr"].append(f"- lignes de classeurs qui nomment un homonyme et restent : {done.homonym_rows}")
    if done.bearers:
        found["en"].append(f"- bodies or places that bear the name and keep it: {done.bearers}")
        found["fr"].append(f"- structures ou lieux qui portent ce nom et le gardent : {done.bearers}")
    for name in done.opaque[:SHOWN]:
        found["en"].append(f"- not searched (picture, PDF): sorties/{name}")
        found["fr"].append(f"- non cherché (image, PDF) : sorties/{name}")
    found["en"].append("- Functions and bodies stay in the sentences, without the name.")
    found["fr"].append("- Les fonctions et les structures restent dans les phrases, sans le nom.")


def doubts(waiting: Iterable[tuple[Refusal, Doubt]]) -> list[dict[str, Any]]:
    return [{"record": doubt.record, "source": doubt.source, "refusal": refusal.id} for refusal, doubt in waiting]


def doubt_lines(waiting: Iterable[tuple[Refusal, Doubt]], language: Language) -> list[str]:
    """A question a record, with the command that answers it."""
    lines = []
    for refusal, doubt in waiting:
        if language == "fr":
            lines.append(
                f"{doubt.source} nomme quelqu'un du même nom que la personne oubliée le {refusal.when[:10]}, dans un autre contexte. "
            )
            lines.append(f"  La même personne : maillage oublier --réponse {doubt.record} same   une autre : … different")
        else:
            lines.append(f"{doubt.source} names somebody of the name forgotten on {refusal.when[:10]}, in another setting.")
            lines.append(f"  The same person: maillage forget --answer {doubt.record} same   somebody else: … different")
    return lines
