"""The `maillage` command: finds the command asked for and turns errors into a sentence and an exit status.

Exit status: 0 done, 1 a MaillageError, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from . import __version__
from .commands import COMMANDS
from .commands.shared import LANGUAGE, Context, complain, say
from .graph.errors import MaillageError
from .graph.names import fold


class Commands(click.Group):
    """A group whose commands also answer to their French names, with or without accents, and are listed by them in French."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry.french if LANGUAGE == "fr" else name for name, entry in COMMANDS.items())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        wanted = fold(cmd_name)
        for name, entry in COMMANDS.items():
            if wanted in (fold(name), fold(entry.french)):
                command = getattr(import_module(f".commands.{entry.module}", __package__), entry.attribute)
                assert isinstance(command, click.Command)
                return command
        return None


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="maillage")
@click.option(
    "-C", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="DIR",
    help=say("Work in this folder.", "Travailler dans ce dossier."),
)  # fmt: skip
@click.option(
    "--db", envvar="MAILLAGE_DB", metavar="PATH|URL",
    help=say("Database: a folder, or bolt://… (NEO4J_USERNAME and NEO4J_PASSWORD say who).",
           "Base : un dossier, ou bolt://… (NEO4J_USERNAME et NEO4J_PASSWORD disent qui)."),
)  # fmt: skip
@click.pass_context
def maillage(ctx: click.Context, folder: Path, db: str | None) -> None:
    ctx.obj = Context(folder, db)
    if ctx.invoked_subcommand is None:
        if ctx.obj.find() is None:
            click.echo(ctx.get_help())
        else:
            from .commands.state import status

            ctx.invoke(status)


maillage.help = say(
    "Who works with whom, where, and who has not met yet: a graph read from meeting records.",
    "Qui travaille avec qui, où, et qui ne s'est pas encore rencontré : un graphe lu dans les comptes rendus.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    os.umask(0o077)  # whatever is written, database and temporary files too, is for the person who runs this
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        maillage.main(arguments, prog_name="maillage", standalone_mode=False)
    except MaillageError as error:
        complain(error.sentence(LANGUAGE))
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort) as error:
        complain(_stopped(error))
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if os.environ.get("MAILLAGE_DEBUG"):
            raise
        complain(_system(error))
        sys.exit(1)
    except Exception as error:
        if os.environ.get("MAILLAGE_DEBUG"):
            raise
        name = type(error).__name__  # not its text, which may hold a name from a record
        click.echo(say(f"Maillage failed ({name}). Please report it; MAILLAGE_DEBUG=1 shows where.",
                     f"Maillage a échoué ({name}). Merci de le signaler ; MAILLAGE_DEBUG=1 montre où."), err=True)  # fmt: skip
        sys.exit(1)


def _system(error: OSError) -> str:
    """What the system refused: a full disk, a folder that may not be written, a file that another program holds."""
    where = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or type(error).__name__
    return say(
        f"{where}the system refuses it ({reason}). Make room or check your rights, then run it again: nothing is half written.",
        f"{where.replace(': ', ' : ')}refusé par le système ({reason}). Libérez de la place ou vérifiez vos droits, puis relancez la même "
        "commande : rien n'est écrit à moitié.",
    )


def _stopped(error: BaseException) -> str:
    """What was done before somebody stopped the command."""
    done, total = (getattr(error, name, None) for name in ("done", "total"))
    if done is None:
        return say("Stopped. The project is as a finished command left it, or holds what was written so far; run the same command again.",
                 "Interrompu. Le projet est resté cohérent : ce qui était écrit est gardé ; relancez la même commande.")  # fmt: skip
    return say(f"Stopped: {done} of {total} files were read and are kept. Run the same command again for the others.",
             f"Interrompu : {done} fichiers sur {total} ont été lus et sont gardés. Relancez la commande pour les autres.")  # fmt: skip


if __name__ == "__main__":
    main()
