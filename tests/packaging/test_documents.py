"""Documentation that cannot lie: links lead somewhere, commands and options exist, the changelog knows the version."""

from __future__ import annotations

import re
import shlex
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import maillage
from maillage import cli

ROOT = Path(maillage.__file__).parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def commands(text: str) -> Iterator[str]:
    """Lines that call the program: in blocks of code, and between backquotes."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            line = line.strip().removeprefix("$ ").removeprefix("> ")
            if line.startswith("maillage ") or line == "maillage":
                yield line
    yield from re.findall(r"`(maillage [^`\n]+)`", FENCE.sub("", text))


def find_option(command: click.Command, ctx: click.Context, word: str) -> click.Option | None:
    known = [*command.params, command.get_help_option(ctx)]
    return next((o for o in known if isinstance(o, click.Option) and word in (*o.opts, *o.secondary_opts)), None)


def check(line: str) -> str | None:
    """What is wrong with a command line of a page, or None. Values are not looked at."""
    words = iter(shlex.split(line.split(" | ")[0].split(" # ")[0])[1:])
    command: click.Command = cli.maillage
    ctx = click.Context(command, info_name="maillage")
    for word in words:
        if word.startswith("-") and word != "-":
            option = find_option(command, ctx, word.split("=")[0])
            if option is None:
                return f"{command.name} has no option {word}"
            if not option.is_flag and not option.count and "=" not in word and next(words, None) is None:
                return f"{word} has no value"
        elif isinstance(command, click.Group):
            if word.isupper() or word.startswith(("…", "<", "[")):  # `maillage ask QUESTION`
                return None
            found = command.get_command(ctx, word)
            if found is None:
                return f"{command.name} has no command {word}"
            command, ctx = found, click.Context(found, info_name=word, parent=ctx)
    return None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = urllib.parse.unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)}: {target}"
        if anchor:
            headings = re.findall(r"^#+\s+(.*)$", FENCE.sub("", file.read_text("utf-8")), re.M)
            assert anchor in {slug(heading) for heading in headings}, f"{name_of(page)}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_of_the_pages_exist(page: Path) -> None:
    wrong = {line: problem for line in commands(page.read_text("utf-8")) if (problem := check(line))}
    assert not wrong


def test_the_check_of_commands_sees_what_is_wrong() -> None:
    assert check('maillage ask never-met --scope "Blois"') is None
    assert check("maillage -C dossier load FOLDER") is None
    assert check("maillage lod FOLDER") == "maillage has no command lod"
    assert check("maillage load FOLDER --dry") == "load has no option --dry"
    assert check("maillage map --out") == "--out has no value"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_scripts_named_in_the_pages_are_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(r"^(?:\$ )?(?:python3?|py|bash) ((?!-)\S+)", "\n".join(FENCE.findall(text)), re.M)
    assert named
    for script in named:
        assert (ROOT / script.replace("\\", "/")).exists(), script


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+\S*)", text, re.M)
    assert versions[0] == maillage.__version__


def test_every_command_has_help_and_is_named_in_a_page() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    used = set(re.findall(r"maillage (?:-C \S+ )?([\w-]+)", text))
    ctx = click.Context(cli.maillage)
    for name in cli.maillage.commands:
        command = cli.maillage.get_command(ctx, name)
        assert command is not None
        assert command.get_short_help_str(), name
        assert name in used or cli.FRENCH.get(name) in used, f"no page shows {name}"
