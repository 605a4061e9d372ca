"""`forget`, `notice`, `retention`: what the RGPD asks of who keeps names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.errors import MaillageError, ProjectError, StoreError
from .shared import LANGUAGE, Context, complain, documented, emit, progress_bar, say

if TYPE_CHECKING:
    from ..graph.identity import Sight
    from ..graph.privacy.forgetting import Done
    from ..graph.privacy.people import Everyone
    from ..graph.privacy.refusals import Hasher, Refusal
    from ..graph.project import Project
    from ..graph.resolution import Mention


@click.command()
@click.argument("people", metavar="[PERSON]...", nargs=-1)
@click.option("--yes", "--oui", is_flag=True, help=say("Do it, without asking again.", "Le faire, sans redemander."))
@click.option("--answer", "--réponse", "verdict", nargs=2, metavar="RECORD same|different",
              help=say("Say whether a record that was masked in doubt is about the person: same, or different.",
                     "Dire si un document masqué par doute concerne la personne : same (oui) ou different (non)."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Write the receipt here.", "Écrire ici le reçu."))  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]),
              help=say("Default: text on a terminal, JSON when piped.", "Par défaut : texte à l'écran, JSON dans un tube."))  # fmt: skip
@click.pass_obj
@documented(
    "Take a person out of everything the project keeps, and remember it (RGPD art. 17). First a plan; --yes does it. "
    "Without PERSON: finish what was interrupted, and list what waits.",
    "Retirer une personne de tout ce que garde le projet, et s'en souvenir (RGPD, art. 17). D'abord un plan ; --oui l'exécute. "
    "Sans PERSONNE : finir ce qui a été interrompu, et lister ce qui attend.",
)
def forget(
    context: Context, people: tuple[str, ...], yes: bool, verdict: tuple[str, str] | None, out: Path | None, form: str | None
) -> None:
    from ..graph.privacy import receipt
    from ..graph.privacy.forgetting import carry_out

    project = context.project()
    if verdict is not None:
        answer(context, project, *verdict)
        return
    if not people:
        _unfinished(context, project, form)
        return
    refusal, hasher = _refusal(project, people)
    with project.lock():
        plan, _ = carry_out(project, refusal, hasher, write_it=False)
    location = context.location(project)
    _show(receipt.plan(plan, refusal, location), plan, form if not yes else "none", None)
    if not yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            complain(say("Nothing was done. To do it: the same command with --yes.",
                         "Rien n'est fait. Pour le faire : la même commande avec --oui."))  # fmt: skip
            return
        if not click.confirm(say("Do it now?", "Le faire maintenant ?"), err=True):
            return
    done, missed = _do(project, refusal, hasher, location)
    _show(receipt.receipt(done, refusal, location, missed), done, form, out)


def _refusal(project: Project, words: tuple[str, ...]) -> tuple[Refusal, Hasher]:
    """What is to be remembered of the person whom `words` mean (a name, or ids and permalinks). Asks about homonyms; nothing is
    written."""
    from dataclasses import replace

    from ..graph.privacy import forgetting, people, refusals

    hasher = refusals.hasher(project) or refusals.new_hasher()  # kept when it is done
    everyone = people.everyone(project)
    chosen: list[Mention] = []
    homonyms: list[Mention] = []
    names = [word for word in words if everyone.identity.lead(word) is None]
    for word in words:
        mention = everyone.identity.mention(word)
        if mention is not None:
            chosen.append(mention)
            continue
        sights = people.candidates(everyone, word)
        mine = chosen_of(everyone, sights, word)
        chosen += people.mentions(everyone, [one.node for one in mine])
        homonyms += people.mentions(everyone, [one.node for one in sights if one not in mine])
        for other in people.candidates(everyone, mine[0].name) if mine and word not in names else ():
            if other not in mine:
                homonyms += people.mentions(everyone, [other.node])
    chosen += _bare(everyone, chosen)
    refusal = people.refusal_of(everyone, chosen, [m for m in homonyms if m not in chosen], names, hasher)
    for former in (one for name in names for one in forgetting.known_as(project, hasher, name)):
        return replace(refusals.joined(former, refusal), under_way=True), hasher
    if not chosen and not names:
        raise people.like(everyone, words[0])
    if not chosen and not refusal.names["full"]:
        raise people.like(everyone, names[0])
    return refusal, hasher


def chosen_of(everyone: Everyone, sights: list[Sight], word: str) -> list[Sight]:
    """Which of several people of one name is meant: asked at the keyboard, else an error that lists their ids."""
    if len(sights) < 2:
        return sights
    if sys.stdin.isatty() and sys.stdout.isatty():
        click.echo(say(f"{len(sights)} people may bear this name.", f"{len(sights)} personnes peuvent porter ce nom."), err=True)
        return [
            one for one in sights
            if click.confirm(say(f"{one.name}, {one.note or 'no body'}, {one.records} record(s), {one.first} – {one.last}: this one?",
                                 f"{one.name}, {one.note or 'sans structure'}, {one.records} document(s), {one.first} – {one.last} : "
                                 "cette personne ?"), err=True)
        ]  # fmt: skip
    told = "; ".join(f"{one.node} ({one.note or '?'}, {one.first} – {one.last})" for one in sights)
    raise ProjectError(
        f"{len(sights)} people may bear this name: {told}. Name those that are meant by their ids.",
        f"{len(sights)} personnes peuvent porter ce nom : {told}. Indiquez celles qu'il faut par leurs identifiants.",
    )


def _bare(everyone: Everyone, chosen: list[Mention]) -> list[Mention]:
    """Surnames alone at the same body in other records: asked at the keyboard, else told with their permalinks."""
    from ..graph.identity import permalink
    from ..graph.privacy import people

    found = people.bare(everyone, chosen)
    if not found:
        return []
    if sys.stdin.isatty() and sys.stdout.isatty():
        taken = []
        for mention in found:
            sight = everyone.identity.sight(mention, LANGUAGE)
            told = f"{sight.name}, {sight.note}, {sight.proof.record} {sight.proof.day}"
            if click.confirm(say(f"{told}: the same person?", f"{told} : la même personne ?"), err=True):
                taken.append(mention)
        return taken
    links = " ".join(permalink(mention) for mention in found)
    complain(say(f"A surname alone at the same body, perhaps the same person: {links}. Add those that are to the command.",
                 f"Un nom de famille seul dans la même structure, peut-être la même personne : {links}. Ajoutez à la commande ceux "
                 "qui le sont."))  # fmt: skip
    return []


def _do(project: Project, refusal: Refusal, hasher: Hasher, location: str) -> tuple[Done, list[str]]:
    """Forget, and publish to a shared database; what was done, and the databases that could not be reached."""
    from ..graph import decisions
    from ..graph.privacy import forgetting

    missed: list[str] = []
    former = forgetting.server_of(project)
    with project.lock():
        done = _complete(project, refusal, hasher, location, decisions.author(project))
    for place in dict.fromkeys((location, former)):
        if place is not None and "://" in place:
            try:
                _publish(project, place)
            except StoreError as error:
                missed.append(place)
                complain(error.sentence(LANGUAGE))
    return done, missed


def _complete(project: Project, refusal: Refusal, hasher: Hasher, location: str, by: str) -> Done:
    from ..graph.privacy import forgetting, refusals

    try:
        refusals.keep(project, hasher)
        return forgetting.complete(project, refusal, hasher, location, by, forgetting.published_elsewhere(project, location))
    except OSError as error:
        place = getattr(error, "filename", None) or project.root
        raise MaillageError(
            f"{place}: cannot be changed ({error.strerror}). Close it in other programs, then run the command again: it goes on from here.",
            f"{place} : modification impossible ({error.strerror}). Fermez-le dans les autres logiciels, puis relancez la commande : elle "
            "reprendra.",
        ) from error


def _publish(project: Project, location: str) -> None:
    from ..graph import ingest
    from ..graph.index import read_index
    from ..graph.store import open_store

    with progress_bar() as progress, project.lock(), open_store(location) as store:
        ingest.refresh(project, store, read_index(project), progress)


def _show(lines: dict[str, list[str]], done: Done, form: str | None, out: Path | None) -> None:
    from ..visualisations import terminal

    if form == "none":
        return
    if form is None:
        form = "text" if out is not None or sys.stdout.isatty() else "json"
    emit(terminal.to_json(done.as_dict()) if form == "json" else "\n".join(lines[LANGUAGE]), out)


def _unfinished(context: Context, project: Project, form: str | None) -> None:
    from ..graph.privacy import forgetting, guard, receipt

    location = context.location(project)
    with project.lock():
        finished = forgetting.finish(project, location)
    if finished:
        click.echo(
            say(f"Finished what was interrupted: {finished}.", f"Terminé ce qui avait été interrompu : {finished}."), err=True
        )
    waiting = guard.waiting(project)
    if (form or ("text" if sys.stdout.isatty() else "json")) == "json":
        from ..visualisations import terminal

        click.echo(terminal.to_json(receipt.doubts(waiting)))
        return
    for line in receipt.doubt_lines(waiting, LANGUAGE) or [say("Nothing waits.", "Rien n'attend.")]:
        click.echo(line)


def answer(context: Context, project: Project, record: str, verdict: str) -> None:
    """Note whether a record in doubt is about the person; a record about somebody else is read again from its source."""
    from ..graph.privacy import guard, redaction, refusals

    found = [(refusal, doubt) for refusal, doubt in guard.waiting(project) if doubt.record.startswith(record)]
    if verdict not in ("same", "different") or len({doubt.record for _, doubt in found}) != 1:
        raise ProjectError(
            f"{record} {verdict}: name a record that waits (maillage forget lists them), then same or different.",
            f"{record} {verdict} : indiquez un document en attente (maillage oublier les liste), puis same ou different.",
        )
    with project.lock():
        for refusal, doubt in found:
            refusals.write(project, redaction.place_in(refusal, doubt, same=verdict == "same"))
    if verdict == "same":
        click.echo(say("Noted: the name stays masked there.", "Noté : le nom y reste masqué."), err=True)
        return
    _again(context, project, found[0][1].source)


def _again(context: Context, project: Project, source: str) -> None:
    from ..graph import ingest
    from ..graph.store import open_store
    from ..loaders.load import load

    path, location = project.source_path(source), context.location(project)
    with project.lock():
        ingest.read_again(project, [source])
    if not path.exists():
        raise ProjectError(
            f"{path}: this file is gone, so that the name in its record stays masked. Put it back and load it.",
            f"{path} : ce fichier n'est plus là, et le nom reste masqué dans son document. Remettez-le et rechargez-le.",
        )
    load(project, [path], lambda: open_store(location), location)
    click.echo(
        say("Noted: somebody else. The source was read again.", "Noté : une autre personne. La source a été relue."), err=True
    )


@click.command()
@click.option("--register", "--registre", "register", is_flag=True,
              help=say("The sheet for the register (art. 30) instead.", "La fiche du registre (art. 30) à la place."))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help=say("Write here: .docx, .html or .md.", "Écrire ici : .docx, .html ou .md."))  # fmt: skip
@click.pass_obj
@documented(
    "The text that informs people (RGPD art. 14), filled from the project and from [contact] of maillage.toml; blanks are marked.",
    "Le texte d'information des personnes (RGPD, art. 14), rempli depuis le projet et [contact] de maillage.toml ; les blancs sont "
    "marqués.",
)
def notice(context: Context, register: bool, out: Path | None) -> None:
    from ..graph.privacy import notice as texts
    from ..visualisations import paper

    project = context.project()
    made = (texts.sheet if register else texts.notice)(project, texts.facts(project), LANGUAGE)
    emit(paper.markdown(made) if out is None else paper.written(made, out.suffix.lower(), LANGUAGE), out)


@click.command()
@click.option("--yes", "--oui", is_flag=True, help=say("Take them out.", "Les retirer."))
@click.option("--format", "form", type=click.Choice(["text", "json"]),
              help=say("Default: text on a terminal, JSON when piped.", "Par défaut : texte à l'écran, JSON dans un tube."))  # fmt: skip
@click.pass_obj
@documented(
    "The sources that are older than [retention] of maillage.toml keeps them; --yes takes them out.",
    "Les sources plus anciennes que ne le veut [retention] de maillage.toml ; --oui les retire.",
)
def retention(context: Context, yes: bool, form: str | None) -> None:
    from ..graph import decisions
    from ..graph.privacy import retention as kept
    from ..visualisations import terminal

    project = context.project()
    if project.config.retention is None:
        raise ProjectError(
            f"{project.root / 'maillage.toml'}: it sets no limit. Write [retention] and years = 5, or before = 2020-01-01.",
            f"{project.root / 'maillage.toml'} : aucune limite fixée. Écrivez [retention] et years = 5, ou before = 2020-01-01.",
        )
    if yes:
        with project.lock():
            old = kept.take_out(project, decisions.author(project))
    else:
        old = kept.expired(project)
    if (form or ("text" if sys.stdout.isatty() else "json")) == "json":
        click.echo(terminal.to_json({"withdrawn": yes, "sources": kept.as_dicts(old)}))
        return
    for one in old:
        click.echo(f"{one.day}  {one.source} ({one.records})")
    if yes:
        click.echo(say(f"Taken out: {len(old)} source(s). The files themselves stay where they are.",
                     f"Retirées : {len(old)} source(s). Les fichiers eux-mêmes restent à leur place."))  # fmt: skip
    else:
        click.echo(say(f"{len(old)} source(s) older than the limit. To take them out: maillage retention --yes",
                     f"{len(old)} source(s) plus anciennes que la limite. Pour les retirer : maillage conservation --oui"))  # fmt: skip
