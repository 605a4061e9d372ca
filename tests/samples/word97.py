"""Write the Word 97–2003 files that the readers of .doc are compared on: one invented meeting in six languages.

    python tests/samples/word97.py FOLDER VERSION [SOFFICE …]

Makes FOLDER/VERSION/LANGUAGE.doc with the LibreOffice that the words after VERSION start (default: soffice), and FOLDER/expected.json:
for each language the lines that a reader of the page sees, cells of a row separated by tabs, and the words that were deleted with
changes tracked. Needs python-docx. The files of the tests were written by the LibreOffice of Debian 11, 12 and 13 (7.0, 7.4, 25.2), the
first and the last of them each in a root made with debootstrap, with a small script as SOFFICE that copies the file in and out.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

WHEN = dt.datetime(2025, 1, 1, 9, 0)


@dataclass(frozen=True)
class Meeting:
    """What one file says."""

    header: str
    title: str
    day: str
    opening: str
    deleted: str
    inserted: str
    college: str
    rows: tuple[tuple[str, ...], ...]
    decisions: str
    points: tuple[str, ...]
    next_date: str
    footer: str

    @property
    def sentence(self) -> str:
        return f"{self.opening} {self.inserted}"

    def lines(self) -> list[str]:
        """The lines as a reader of the page sees them."""
        head, *rest = self.rows
        rows = ["\t".join(cell for cell in row if cell) for row in (head, (self.college,), *rest)]
        return [
            self.header,
            self.title,
            self.day,
            self.sentence,
            *rows,
            self.decisions,
            *self.points,
            self.next_date,
            self.footer,
        ]


MEETINGS = {
    "fr": Meeting(
        "Maison de l'emploi de Valmoreau", "Comité de bassin — compte rendu", "Jeudi 12 mars 2020, salle Ménard, à 14 h",
        "La séance est ouverte par la présidente.", "Le préfet est annoncé.", "Début des travaux à 14 h 10.", "Collège des élus",
        (("Nom", "Structure", "Présence"), ("Mme Odile Varennec", "Mairie de Valmoreau", "présente"),
         ("M. Tudi Karsenval", "", "excusé"), ("M. Loïc d'Hérouël", "Œuvre laïque", "présent")),
        "Décisions", ("préparer le forum de l'été", "relancer la Région pour 5 000 €"), "Prochaine séance : 4 juin 2020, « à côté »",
        "Page rédigée par le secrétariat",
    ),
    "en": Meeting(
        "Valmoreau Job Centre", "Steering committee: minutes", "Thursday 12 March 2020, Ménard room, 2 p.m.",
        "The chair opens the meeting.", "The mayor is expected.", "Work begins at 2.10 p.m.", "Elected members",
        (("Name", "Body", "Attendance"), ("Ms Odile Varennec", "Town council", "present"), ("Mr Tudi Karsenval", "", "apologies"),
         ("Mr Owen O’Tarrow", "Skills board", "present")),
        "Decisions", ("prepare the summer fair", "ask for £5,000 again"), "Next meeting: 4 June 2020", "Written by the office",
    ),
    "de": Meeting(
        "Arbeitsamt Wölkerstädt", "Beirat – Niederschrift", "Donnerstag, 12. März 2020, Saal Süd, 14 Uhr",
        "Die Vorsitzende eröffnet die Sitzung.", "Der Landrat wird erwartet.", "Beginn der Arbeit um 14.10 Uhr.", "Gewählte",
        (("Name", "Einrichtung", "Anwesenheit"), ("Frau Jörgine Öhlmeer", "Stadt Wölkerstädt", "anwesend"),
         ("Herr Veit Größnau", "", "entschuldigt"), ("Herr Uwe Straßkamp", "Handwerkskammer", "anwesend")),
        "Beschlüsse", ("Messe vorbereiten", "Land um 5.000 € bitten"), "Nächste Sitzung: 4. Juni 2020", "Geführt vom Büro",
    ),
    "pl": Meeting(
        "Urząd pracy w Żółwinie", "Komitet – protokół", "Czwartek, 12 marca 2020, sala Śnieżna, godz. 14",
        "Przewodnicząca otwiera posiedzenie.", "Oczekiwany jest wójt.", "Początek pracy o 14.10.", "Radni",
        (("Imię i nazwisko", "Instytucja", "Obecność"), ("Pani Zofia Łąkocińska", "Gmina Żółwin", "obecna"),
         ("Pan Jędrzej Wróźny", "", "usprawiedliwiony"), ("Pan Święcik Mądrzak", "Izba rzemieślnicza", "obecny")),
        "Decyzje", ("przygotować targi", "prosić województwo o 5000 €"), "Następne posiedzenie: 4 czerwca 2020", "Pisał sekretariat",
    ),
    "ru": Meeting(
        "Центр занятости Вольмара", "Комитет: протокол", "Четверг, 12 марта 2020 года, зал «Север», 14 часов",
        "Председатель открывает заседание.", "Ожидается глава района.", "Начало работы в 14:10.", "Депутаты",
        (("Имя", "Организация", "Присутствие"), ("Одиль Варенникова", "Мэрия Вольмара", "присутствует"),
         ("Тудий Карсеньев", "", "отсутствует"), ("Лукьян Дерюжный", "Палата ремёсел", "присутствует")),
        "Решения", ("подготовить ярмарку", "попросить у области 5000 €"), "Следующее заседание: 4 июня 2020 года", "Вёл секретариат",
    ),
    "el": Meeting(
        "Γραφείο εργασίας Βαλμόρ", "Επιτροπή – πρακτικά", "Πέμπτη 12 Μαρτίου 2020, αίθουσα Βορρά, ώρα 14",
        "Η πρόεδρος ανοίγει τη συνεδρίαση.", "Αναμένεται ο δήμαρχος.", "Έναρξη εργασιών στις 14:10.", "Αιρετοί",
        (("Όνομα", "Φορέας", "Παρουσία"), ("Οδύλη Βαρενάκη", "Δήμος Βαλμόρ", "παρούσα"), ("Τούντης Καρσεβάλης", "", "δικαιολογημένος"),
         ("Λουκάς Δερουέλος", "Επιμελητήριο", "παρών")),
        "Αποφάσεις", ("προετοιμασία έκθεσης", "αίτημα για 5.000 €"), "Επόμενη συνεδρίαση: 4 Ιουνίου 2020", "Γραμματεία",
    ),
}  # fmt: skip


def tracked(paragraph: Any, kind: str, text: str) -> None:
    tag = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{kind} {nsdecls("w")} w:id="{7 if kind == "del" else 8}" w:author="" w:date="2020-03-13T09:00:00Z">'
            f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:{kind}>'
        )
    )


def source(meeting: Meeting, path: Path) -> None:
    """The meeting as a .docx, with a header, a footer, tracked changes, a list and a table with a merged row."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = WHEN
    document.sections[0].header.paragraphs[0].text = meeting.header
    document.sections[0].footer.paragraphs[0].text = meeting.footer
    document.add_paragraph(meeting.title).runs[0].bold = True
    document.add_paragraph(meeting.day)
    paragraph = document.add_paragraph(meeting.opening + " ")
    tracked(paragraph, "del", meeting.deleted)
    tracked(paragraph, "ins", meeting.inserted)
    head, *rest = meeting.rows
    table = document.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for row in (head, (meeting.college,), *rest):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    document.add_paragraph(meeting.decisions).runs[0].bold = True
    for point in meeting.points:
        document.add_paragraph(point, style="List Bullet")
    document.add_paragraph(meeting.next_date)
    document.save(str(path))


def main(folder: Path, version: str, soffice: list[str]) -> None:
    target = folder / version
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for language, meeting in MEETINGS.items():
            path = Path(name, f"{language}.docx")
            source(meeting, path)
            command = [*soffice, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", name, str(path)]
            subprocess.run(command, check=True, capture_output=True)
            shutil.copyfile(path.with_suffix(".doc"), target / f"{language}.doc")
    expected = {language: {"lines": m.lines(), "deleted": m.deleted} for language, m in MEETINGS.items()}
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] or ["soffice"])
