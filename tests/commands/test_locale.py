"""click speaks French too, and its compiled words are those of the text file."""

from __future__ import annotations

import gettext
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import maillage

MESSAGES = Path(maillage.__file__).parent / "commands" / "locale" / "fr" / "LC_MESSAGES"


def program(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MAILLAGE_LANG": "fr", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "maillage.cli", *words], capture_output=True, encoding="utf-8", env=environment, check=False
    )


def test_help_and_wrong_usage_are_french():
    assert program("--help").stdout.startswith("Utilisation : maillage")
    wrong = program("chargr")
    assert (wrong.returncode, wrong.stderr.strip().splitlines()[-1]) == (2, "Erreur : Il n'y a pas de commande 'chargr'.")
    assert "Il manque l'argument" in program("préparer").stderr


def test_the_compiled_words_are_those_of_the_text():
    pytest.importorskip("babel")
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (MESSAGES / "messages.po").open("rb") as file:
        words = read_po(file, locale="fr")
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    with (MESSAGES / "messages.mo").open("rb") as file:
        shipped, fresh = (dict(gettext.GNUTranslations(one)._catalog) for one in (file, compiled))  # type: ignore[attr-defined]
    assert {**shipped, "": ""} == {**fresh, "": ""}, "pybabel compile -d commands/locale"  # the header holds a date
