"""Attendance lists made up from families of layouts, every word with its label: what the token labeller learns from.

Given names and networks come from the reference tables; surnames are syllables, other bodies a head with a place, a proper name of
common words, a made-up brand or sigle. Labels: PER, ORG, ROLE, MARK, LINK and O.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path

from maillage.graph import reference

Piece = tuple[str, str]
Line = list[Piece]

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Style:
    """What one list keeps to: the look of names, of bodies, of titles, its separators."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.titles = draw.choice([0.0, 0.0, 1.0, 0.5])
        self.name = draw.choice(
            ["given family", "given FAMILY", "FAMILY given", "family given", "GIVEN FAMILY", "i. family", "i. FAMILY", "family"]
        )
        if self.name == "family":
            self.titles = draw.choice([1.0, 1.0, 0.0])
        self.capitals = draw.random() < 0.15
        self.dash = draw.choice([" - ", " – ", " — ", " -", " / ", "/", ", "])
        self.bullet = draw.choice(["", "", "", "- ", "• ", "* ", "– "])
        self.roles = draw.choice([0.0, 0.3, 0.7, 1.0])
        self.known = draw.choice([0.2, 0.5, 0.8])

    def surname(self) -> str:
        draw = self.draw
        name = draw.choice(WORDS["starts"]) + draw.choice(WORDS["middles"]) + draw.choice(WORDS["ends"])
        dice = draw.random()
        if dice < 0.06:
            return f"{draw.choice(['Le', 'De', 'Du', 'La', 'El', 'Ben', 'Van', 'Dos'])} {name}"
        if dice < 0.14:
            return f"{name}-{draw.choice(WORDS['starts'])}{draw.choice(WORDS['ends'])}"
        if dice < 0.18:
            return f"{draw.choice(['de ', 'd’', 'N’', 'O’'])}{name}"
        return name

    def person(self, title: bool | None = None) -> Line:
        draw = self.draw
        given = (
            draw.choice(GIVEN)
            if draw.random() < 0.8
            else draw.choice(WORDS["starts"])
            + draw.choice(WORDS["middles"])
            + draw.choice(["a", "o", "ie", "el", "ou", "ane", "im"])
        )
        if draw.random() < 0.1:
            given = f"{given}-{draw.choice(GIVEN)}"
        family = self.surname()
        initial = given[0] + "."
        name = {
            "given family": f"{given} {family}", "given FAMILY": f"{given} {family.upper()}", "FAMILY given": f"{family.upper()} {given}",
            "family given": f"{family} {given}", "GIVEN FAMILY": f"{given} {family}".upper(), "i. family": f"{initial} {family}",
            "i. FAMILY": f"{initial} {family.upper()}", "family": draw.choice([family, family.upper()]),
        }[self.name]  # fmt: skip
        titled = draw.random() < self.titles if title is None else title
        return (
            [(draw.choice(["M. ", "Mme ", "Madame ", "Monsieur ", "M ", "Mr ", "Dr "]), "O"), (name, "PER")]
            if titled
            else [(name, "PER")]
        )

    def body(self) -> Line:
        draw = self.draw
        place = draw.choice(PLACES)
        dice = draw.random()
        if dice < self.known * 0.6:
            name = draw.choice(NETWORKS)
            if draw.random() < 0.4:
                name += draw.choice(
                    [
                        f" {place}",
                        f" de {place}",
                        f" {draw.randint(1, 95):02d}",
                        f" du {draw.choice(['Pays', 'Bassin'])} de {place}",
                    ]
                )
        elif dice < self.known:
            name = draw.choice(WORDS["sigles"]) + draw.choice(
                ["", "", f" {place}", f" {draw.randint(1, 95):02d}", f" de {place}"]
            )
        else:
            name = self.made_up_body(place)
        if self.capitals:
            name = name.upper()
        return [(name, "ORG")]

    def made_up_body(self, place: str) -> str:
        """The name of a body that no reference table has."""
        word = lambda key: self.draw.choice(WORDS[key])  # noqa: E731
        article = self.draw.choice(["Le", "La", "Les"])
        names = [
            f"{word('heads')} {self.draw.choice(['de', 'du Pays de'])} {place}",
            f"{word('heads')} {word('words')}-{word('words')}",
            f"{word('words')} {word('words')}",
            f"{word('words')} {word('words')} {self.draw.choice([*WORDS['words'], place])}",
            f"Association {article} {word('words')}",
            f"« {article} {word('words')} »",
            f"{article} {word('words')} {word('of_whom')}",
            (word("starts") + word("ends")).title(),
            "".join(self.draw.choice("ABCDEFGHIJLMNOPRSTUV") for _ in range(self.draw.randint(3, 6))),
            f"{word('starts')}{word('ends')} {word('trades')}",
        ]
        return self.draw.choice(names)

    def role(self) -> Line:
        word = self.draw.choice(WORDS["roles"])
        return [(word.capitalize() if self.draw.random() < 0.3 else word, "ROLE")]

    def mark(self) -> Line:
        return [(self.draw.choice(WORDS["marks"]), "MARK")]

    def maybe_role(self, before: str) -> Line:
        return [(before, "O"), *self.role()] if self.draw.random() < self.roles else []


def _sep(text: str) -> Line:
    return [(text, "O")]


def _bracket(s: Style) -> Line:
    inner = [*s.role(), *_sep(", "), *s.body()] if s.draw.random() < s.roles / 2 else s.body()
    line = [*s.person(), *_sep(" ("), *inner, *_sep(")")]
    if s.draw.random() < 0.1:
        line += [*_sep(s.draw.choice([" – ", ", ", " "])), *s.mark()]
    return line


def _dash(s: Style) -> Line:
    parts = [s.person(), s.body()]
    if s.draw.random() < s.roles:
        parts.insert(s.draw.choice([1, 2]), s.role())
    if s.draw.random() < 0.1:
        parts.append(s.mark())
    return _joined(parts, s.dash)


def _body_dash(s: Style) -> Line:
    parts = [s.body(), s.person()]
    if s.draw.random() < s.roles:
        parts.append(s.role())
    return _joined(parts, s.dash)


def _comma(s: Style) -> Line:
    dice = s.draw.random()
    if dice < 0.3:
        return [*s.person(), *_sep(", "), *s.role(), *_sep(s.draw.choice([" de la ", " du ", " à ", " de "])), *s.body()]
    if dice < 0.4:
        return [*s.person(), *_sep(" et "), *s.person(), *_sep(", "), *s.body()]
    return [*s.person(), *s.maybe_role(", "), *_sep(", "), *s.body()]


def _label(s: Style) -> Line:
    line = [*s.body(), *_sep(" : "), *s.person(), *s.maybe_role(", ")]
    while s.draw.random() < 0.3:
        line += [*_sep(s.draw.choice([", ", " et "])), *s.person()]
    if s.draw.random() < 0.1:
        return [*s.body(), *_sep(" : "), *s.mark()]
    return line


def _body_brackets(s: Style) -> Line:
    line: Line = []
    for _ in range(s.draw.randint(1, 6)):
        inner = s.mark() if s.draw.random() < 0.15 else [*s.person(), *s.maybe_role(", ")]
        line += [*(_sep(", ") if line else []), *s.body(), *_sep(" ("), *inner, *_sep(")")]
    return line


def _people(s: Style) -> Line:
    line: Line = []
    for _ in range(s.draw.randint(2, 8)):
        line += [*(_sep(s.draw.choice([", ", ", ", " ; ", " et "])) if line else []), *s.person()]
    return line


def _pairs(s: Style) -> Line:
    line: Line = []
    for _ in range(s.draw.randint(2, 6)):
        line += [*(_sep(", ") if line else []), *s.person(), *_sep(" ("), *s.body(), *_sep(")")]
    return line


def _bodies(s: Style) -> Line:
    line: Line = []
    for _ in range(s.draw.randint(1, 5)):
        line += [*(_sep(", ") if line else []), *s.body()]
        if s.draw.random() < 0.15:
            line += [*_sep(" ("), *s.mark(), *_sep(")")]
    return line


def _sentence(s: Style) -> Line:
    line: Line = []
    for _ in range(s.draw.randint(1, 4)):
        tail = s.draw.choice([" pour ", ", de ", " du ", " de la "])
        line += [*(_sep(s.draw.choice([", ", " ; "])) if line else []), *s.person(), *s.maybe_role(", "), *_sep(tail), *s.body()]
    return [*line, *_sep(".")]


def _represented(s: Style) -> Line:
    link = s.draw.choice(WORDS["links"])
    line = [*s.person(), *_sep(s.draw.choice([" (", ", ", " "])), (link, "LINK"), *_sep(" "), *s.person()]
    return line if "(" not in line[-4][0] else [*line, *_sep(")")]


def _row(s: Style) -> Line:
    order = s.draw.choice(["POR", "OPR", "PO", "OP", "PRO"])
    parts = [{"P": s.person, "O": s.body, "R": s.role}[letter]() for letter in order]
    if s.draw.random() < 0.4:
        parts.append(s.mark())
    return _joined(parts, "\t")


def _plural_titles(s: Style) -> Line:
    line: Line = []
    for title in s.draw.sample(["Mmes ", "MM. ", "Mmes et MM. ", "Messieurs ", "Mesdames ", "Mrs "], s.draw.randint(1, 2)):
        line += [*(_sep(", ") if line else []), (title, "O")]
        names = [
            [(s.surname().upper() if s.draw.random() < 0.5 else s.surname(), "PER")]
            if s.draw.random() < 0.6
            else s.person(title=False)
            for _ in range(s.draw.randint(2, 7))
        ]
        for k, name in enumerate(names):
            line += [*(_sep(" et " if k == len(names) - 1 else ", ") if k else []), *name]
    return line


def _first_names(s: Style) -> Line:
    """« ML : Odile F., Marc T. / CCI : Karim », « Odile (ML), Marc (CCI) »."""
    draw = s.draw
    short = lambda: (draw.choice(GIVEN) + draw.choice(["", f" {draw.choice('ABCDEFGLMPRT')}.", f" {draw.choice('BDLM')}"]), "PER")  # noqa: E731
    line: Line = []
    for _ in range(draw.randint(2, 5)):
        if draw.random() < 0.5:
            line += [*(_sep(" / ") if line else []), *s.body(), *_sep(" : "), short(), *_sep(", "), short()]
        else:
            line += [*(_sep(", ") if line else []), short(), *_sep(" ("), *s.body(), *_sep(")")]
    return line


def _communes(s: Style) -> Line:
    """« BEAUGENCY : M. X, Mme Y (suppléante) »: places in the place of bodies, as syndicates write them."""
    place = s.draw.choice(PLACES)
    line: Line = [
        (place.upper() if s.draw.random() < 0.5 else place, "ORG"),
        *_sep(s.draw.choice([" : ", " – ", "\t", ": "])),
        *s.person(),
    ]
    return [*line, *_sep(", "), *s.person()] if s.draw.random() < 0.4 else line


def _role_first(s: Style) -> Line:
    return [*s.role(), *_sep(s.draw.choice([" de la ", " du ", " de "])), *s.body(), *_sep(s.dash), *s.person()]


def _joined(parts: list[Line], separator: str) -> Line:
    line: Line = []
    for part in parts:
        line += [*(_sep(separator) if line else []), *part]
    return line


FAMILIES: dict[str, Callable[[Style], Line]] = {
    "bracket": _bracket, "dash": _dash, "body-dash": _body_dash, "comma": _comma, "label": _label, "body-brackets": _body_brackets,
    "people": _people, "pairs": _pairs, "bodies": _bodies, "sentence": _sentence,
    "represented": _represented, "row": _row, "role-first": _role_first,
    "plural-titles": _plural_titles, "first-names": _first_names, "communes": _communes,
}  # fmt: skip


def make_list(family: str, draw: random.Random) -> list[Line]:
    """The lines of one list of a family; now and then a line of another family, as real lists have them."""
    style = Style(draw)
    lines: list[Line] = []
    one_line = family in ("people", "pairs", "bodies", "sentence", "body-brackets") and draw.random() < 0.7
    for heading in (WORDS["present"], WORDS["excused"]):
        if one_line:
            lines.append([(draw.choice(heading), "MARK"), *_sep(" : "), *FAMILIES[family](style)])
            continue
        lines.append([(draw.choice(heading), "MARK"), *_sep(draw.choice([" :", "", " : "]))])
        for _ in range(draw.randint(3, 8) if heading is WORDS["present"] else draw.randint(1, 3)):
            dice = draw.random()
            if dice < 0.05:
                lines.append(_sep(draw.choice(WORDS["colleges"])))
            kind = family if dice < 0.85 else draw.choice(["bodies", "people", family, "represented"])
            lines.append([*_sep(style.bullet), *FAMILIES[kind](style)] if style.bullet else FAMILIES[kind](style))
    return lines


def _given_names() -> list[str]:
    names = sorted(reference._given_names().items(), key=lambda item: item[1])[:1500]
    return [" ".join(part.capitalize() for part in name.split()).replace(" ", "-") for name, _ in names]


GIVEN = _given_names()
PLACES = sorted(
    {place.name for departement in reference.departements()[::4] for place in reference.communes_of(departement.code)[:40]}
)
NETWORKS = [name for network in reference.networks() for name in (network.name, network.acronym) if name]
