"""Write the files of `examples/` again: one small invented world in the formats that coordinators use.

    python tests/samples/make.py FOLDER

Needs python-docx, openpyxl, reportlab and LibreOffice (for .doc, .odt, .rtf). Every person here is invented.
"""

from __future__ import annotations

import datetime as dt
import email.message
import email.policy
import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import outlook
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Alignment, Font

WHEN = dt.datetime(2025, 1, 1, 9, 0)


# --- Word, and what LibreOffice makes of it -----------------------------------------------------------------------------


def new_document(header: str | None = None, footer: str | None = None) -> Any:
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = WHEN
    document.core_properties.language = "fr-FR"
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return document


def heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = True


def centred(document: Any, *lines: str) -> None:
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = True


def bullets(document: Any, *items: str) -> None:
    for item in items:
        document.add_paragraph(item, style="List Bullet")


def table(document: Any, rows: list[list[str]]) -> Any:
    made = document.add_table(rows=0, cols=len(rows[0]))
    made.style = "Table Grid"
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return made


def docx_bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def convert(document: Any, target: Path, form: str) -> None:
    """Save through LibreOffice: `form` is a suffix with its filter ("doc:MS Word 97")."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, target.stem + ".docx")
        source.write_bytes(docx_bytes(document))
        subprocess.run(
            ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to", form,
             "--outdir", str(target.parent), str(source)],
            check=True, capture_output=True,
        )  # fmt: skip


# --- Vendôme ------------------------------------------------------------------------------------------------------------


def vendome_2022_10(folder: Path) -> None:
    d = new_document()
    centred(d, "COMPTE RENDU", "Réunion des partenaires du SPRO – bassin de Vendôme", "Mardi 11 octobre 2022, 9 h 30 – 12 h")
    d.add_paragraph("Lieu : Mission Locale du Vendômois, Vendôme")
    d.add_paragraph("Rédactrice : Maud Thiersaint")
    d.add_paragraph(
        "Présents : Maud Thiersaint (Mission Locale du Vendômois), Sandrine Coquerelle et Loïc Pradenc (Pôle emploi), "
        "Julien Sabourdeau (Cap emploi 41), Véronique Dastruel (CIO), Aïcha Bellounis (CIDFF 41)"
    )
    d.add_paragraph("Excusée : CCI de Loir-et-Cher")
    heading(d, "1. Tour de table")
    d.add_paragraph(
        "Sandrine Coquerelle présente les chiffres de la demande d'emploi au 2e trimestre. Les métiers de la fonderie et de "
        "l'aide à domicile restent en tension. M. Sabourdeau signale que dix personnes accompagnées cherchent une immersion."
    )
    d.add_paragraph(
        "Mme Dastruel rappelle que le CIO reçoit aussi les adultes, sur rendez-vous, le mercredi. Peu de partenaires le savent."
    )
    heading(d, "2. Ce que nous décidons")
    bullets(
        d,
        "La Mission Locale prépare un répertoire des structures et l'envoie à tous avant fin novembre.",
        "Pôle emploi ouvre aux partenaires ses visites d'entreprises du premier semestre 2023.",
        "Inviter le GRETA Val de Loire et la communauté d'agglomération, qui n'étaient pas conviés aujourd'hui.",
    )
    d.add_paragraph("Prochaine réunion : jeudi 16 mars 2023 à 14 h, au CIO.")
    convert(d, folder / "CR SPRO 2022-10-11.doc", "doc:MS Word 97")


def vendome_2023_03(folder: Path) -> None:
    d = new_document(footer="SPRO du bassin de Vendôme – compte rendu du 16 mars 2023")
    heading(d, "SPRO – Bassin de Vendôme")
    heading(d, "Réunion du jeudi 16 mars 2023")
    d.add_paragraph("14 h – 16 h 30, CIO de Vendôme")
    d.add_paragraph("Étaient présents :")
    bullets(
        d,
        "Mission Locale du Vendômois : Maud Thiersaint, Étienne Vaubrun",
        "Pôle emploi : Loïc Pradenc",
        "GRETA Val de Loire : Élodie Grangeneuve, en remplacement de Patrick Noirtault",
        "CIO : Véronique Dastruel",
        "Communauté d'agglomération Territoires vendômois : Gérard Montcervier, vice-président",
    )
    d.add_paragraph("Étaient excusés :")
    bullets(d, "Cap emploi 41 : Julien Sabourdeau", "CIDFF 41")
    heading(d, "Présentation du GRETA")
    d.add_paragraph(
        "Mme Grangeneuve présente l'offre de formation du GRETA sur le Vendômois : soudure, secrétariat, remise à niveau. "
        "Une nouvelle session « aide-soignant » ouvre en septembre, sous réserve d'un effectif suffisant."
    )
    heading(d, "La mobilité")
    d.add_paragraph(
        "M. Montcervier indique que l'agglomération travaille sur une navette vers la zone du Parc technologique. "
        "É. Vaubrun propose d'interroger les jeunes suivis à la Mission Locale ; il rendra compte à la prochaine réunion."
    )
    heading(d, "Suite")
    d.add_paragraph("La prochaine rencontre est fixée au jeudi 15 juin 2023, à 9 h 30, à la Mission Locale du Vendômois.")
    convert(d, folder / "2023-03-16 compte-rendu.odt", "odt:writer8")


def vendome_postponed(folder: Path) -> None:
    agenda = new_document()
    heading(agenda, "SPRO – Bassin de Vendôme")
    heading(agenda, "Ordre du jour de la réunion du jeudi 29 juin 2023")
    agenda.add_paragraph("9 h 30, Mission Locale du Vendômois, Vendôme")
    bullets(
        agenda,
        "Feuille de route 2023-2024 (vote)",
        "Présentation de l'association Les Ateliers du Loir",
        "Forum de l'automne",
    )
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Maud Thiersaint <m.thiersaint@ml-vendomois.example>"
    mail["To"] = "Partenaires SPRO Vendôme <spro-vendome@ml-vendomois.example>"
    mail["Subject"] = "SPRO Vendôme : réunion du 15 juin reportée au 29 juin"
    mail["Date"] = "Fri, 09 Jun 2023 16:42:00 +0200"
    mail["Message-ID"] = "<20230609164200.1@ml-vendomois.example>"
    mail.set_content(
        "Bonjour à toutes et à tous,\n\n"
        "Plusieurs d'entre vous étant retenus par les oraux du baccalauréat, la réunion du SPRO prévue le jeudi 15 juin 2023 "
        "est reportée au jeudi 29 juin 2023, à 9 h 30, toujours à la Mission Locale du Vendômois.\n\n"
        "L'ordre du jour est joint. Merci de me dire si vous ne pouvez pas venir ; en cas d'absence, un pouvoir est possible "
        "pour le vote de la feuille de route.\n\n"
        "Bien à vous,\n\n"
        "Maud Thiersaint\nCoordinatrice SPRO du bassin de Vendôme\nMission Locale du Vendômois\n",
        cte="quoted-printable",
    )
    mail.add_attachment(
        docx_bytes(agenda), maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document", filename="ordre du jour 29 juin.docx",
    )  # fmt: skip
    mail.set_boundary("=_spro-vendome-2023-06-09")
    (folder / "report du 15 juin.eml").write_bytes(mail.as_bytes())


def vendome_2023_06(folder: Path) -> None:
    d = new_document("Mission Locale du Vendômois", "Document de travail – ne pas diffuser")
    centred(d, "Compte rendu de la réunion SPRO du bassin de Vendôme", "Jeudi 29 juin 2023, Mission Locale du Vendômois, Vendôme")
    made = table(
        d,
        [
            ["Nom", "Structure", "Fonction", "Présence"],
            ["Mme Maud THIERSAINT", "Mission Locale du Vendômois", "Coordinatrice SPRO", "Présente"],
            ["M. Julien SABOURDEAU", "Cap emploi 41", "Conseiller", "Présent"],
            ["Mme Claire-Marie HODEBOURG", "CIDFF 41", "Directrice", "Présente"],
            ["", "Les Ateliers du Loir", "Directrice", "Présente"],
            ["Mme Véronique DASTRUEL", "CIO", "Directrice", "Excusée"],
            ["M. Loïc PRADENC", "Pôle emploi", "Responsable d'équipe", "Excusé"],
            ["", "Communauté d'agglomération Territoires vendômois", "", "Excusée"],
        ],
    )
    changed = made.rows[4].cells[0].paragraphs[0]
    author = 'w:author="M. T." w:date="2023-07-03T10:00:00Z"'
    inserted = f'<w:ins {nsdecls("w")} w:id="11" {author}><w:r><w:t>Mme Samira TEZAROUI</w:t></w:r></w:ins>'
    deleted = f'<w:del {nsdecls("w")} w:id="12" {author}><w:r><w:delText>M. Patrick NOIRTAULT</w:delText></w:r></w:del>'
    changed._p.append(parse_xml(deleted))
    changed._p.append(parse_xml(inserted))
    d.add_paragraph()
    d.add_paragraph("Pouvoir : Mme Dastruel (CIO) donne pouvoir à Mme Thiersaint.")
    heading(d, "Feuille de route")
    d.add_paragraph("La feuille de route 2023-2024 est adoptée à l'unanimité, pouvoir compris.")
    heading(d, "Les Ateliers du Loir")
    d.add_paragraph(
        "Mme Tezaroui présente l'association Les Ateliers du Loir, chantier d'insertion installé à Vendôme depuis deux ans : "
        "maraîchage, menuiserie et recyclerie, quatorze salariés en parcours. Elle cherche des stages de découverte."
    )
    d.add_paragraph("M. Sabourdeau et Mme Hodebourg viendront visiter l'atelier de menuiserie en septembre.")
    heading(d, "Agenda")
    d.add_paragraph("Prochaine réunion : mardi 14 novembre 2023 à 14 h, à l'hôtel de l'agglomération.")
    (folder / "CR 29 juin 2023.docx").write_bytes(docx_bytes(d))


def vendome_cancelled(folder: Path) -> None:
    body = (
        "Bonjour,\r\n\r\n"
        "La réunion du SPRO du bassin de Vendôme du mardi 14 novembre 2023 est annulée : trop peu de réponses. "
        "Nous nous retrouverons en début d'année.\r\n\r\n"
        "Bonne fin de semaine,\r\n\r\n"
        "Maud Thiersaint\r\nMission Locale du Vendômois\r\n"
    )
    (folder / "reunion annulee.msg").write_bytes(
        outlook.message(
            "Annulation de la réunion SPRO Vendôme du 14 novembre 2023", body,
            ("Maud Thiersaint", "m.thiersaint@ml-vendomois.example"),
            [("Loïc Pradenc", "l.pradenc@pole-emploi.example"), ("Véronique Dastruel", "v.dastruel@cio-vendome.example"),
             ("Julien Sabourdeau", "j.sabourdeau@capemploi41.example")],
            dt.datetime(2023, 11, 10, 8, 15, tzinfo=dt.UTC),
        )
    )  # fmt: skip


def vendome_2024_02(folder: Path) -> None:
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    text = ParagraphStyle("text", parent=styles["BodyText"], alignment=TA_JUSTIFY)
    title, second = styles["Title"], styles["Heading3"]
    story = [
        Paragraph("Compte rendu – SPRO du bassin de Vendôme", title),
        Paragraph("Réunion du jeudi 8 février 2024, 9 h 30 – 12 h, hôtel de l'agglomération, Vendôme", styles["Heading2"]),
        Paragraph("Présents en salle :", second),
        Paragraph("Maud Thiersaint, Mission Locale du Vendômois", text, bulletText="•"),
        Paragraph("Sandrine Coquerelle, France Travail Vendôme", text, bulletText="•"),
        Paragraph("Patrick Noirtault, GRETA Val de Loire", text, bulletText="•"),
        Paragraph("Lucie Ambrelin, Communauté d'agglomération Territoires vendômois (arrivée à 10 h 15)", text, bulletText="•"),
        Paragraph("Présente en visioconférence :", second),
        Paragraph("Aïcha Bellounis, CIDFF 41", text, bulletText="•"),
        Paragraph("Invité :", second),
        Paragraph("Bastien Corvelec, Région Centre-Val de Loire, chargé de mission orientation (présent)", text, bulletText="•"),
        Paragraph("Excusés :", second),
        Paragraph("Véronique Dastruel, CIO", text, bulletText="•"),
        Paragraph("Julien Sabourdeau, Cap emploi 41", text, bulletText="•"),
        Paragraph("1. Actualités", second),
        Paragraph(
            "Mme Coquerelle rappelle que Pôle emploi est devenu France Travail le 1er janvier 2024. L'agence de Vendôme garde les "
            "mêmes interlocuteurs. La loi pour le plein emploi prévoit un comité local ; M. Corvelec précise que le SPRO y "
            "trouvera sa place et que la convention régionale est prolongée jusqu'à la fin de l'année.", text),
        Paragraph("2. Formation", second),
        Paragraph(
            "M. Noirtault annonce douze inscrits à la session « aide-soignant ». Mme Bellounis demande une information collective "
            "réservée aux femmes éloignées de l'emploi : le GRETA et le CIDFF la préparent ensemble pour avril.", text),
        Paragraph("3. Mobilité", second),
        Paragraph(
            "Dès son arrivée, Mme Ambrelin présente la navette : deux allers-retours par jour à partir du 2 septembre. Elle "
            "enverra les horaires à tous.", text),
        Paragraph("Prochaine réunion : mardi 11 juin 2024, 9 h 30, aux Ateliers du Loir.", text),
    ]  # fmt: skip
    document = SimpleDocTemplate(
        str(folder / "CR_SPRO_Vendome_08-02-2024.pdf"), pagesize=A4, title="Compte rendu SPRO Vendôme", lang="fr", invariant=1
    )
    document.build(story)


def vendome_2024_06(folder: Path) -> None:
    d = new_document()
    heading(d, "SPRO BASSIN DE VENDÔME")
    heading(d, "RELEVÉ DE DÉCISIONS – réunion du mardi 11 juin 2024 (Les Ateliers du Loir, Vendôme)")
    d.add_paragraph("Participants :")
    for line in (
        "Maud THIERSAINT – Mission Locale du Vendômois",
        "Sandrine COQUERELLE – France Travail Vendôme",
        "Nadège FROMENTEL – Cap emploi 41",
        "Samira TEZAROUI – Les Ateliers du Loir",
    ):
        d.add_paragraph(line)
    d.add_paragraph("Excusée : Véronique DASTRUEL – CIO")
    d.add_paragraph("Absent : GRETA Val de Loire")
    heading(d, "Décisions")
    bullets(
        d,
        "Nadège Fromentel, qui succède à Julien Sabourdeau à Cap emploi 41, fait le point des immersions. Six contrats signés.",
        "France Travail et Les Ateliers du Loir organisent trois visites de la recyclerie avant l'été.",
        "Le répertoire des structures est à jour. La Mission Locale le met en ligne.",
        "Grande rencontre de rentrée : jeudi 3 octobre 2024, au Minotaure.",
    )
    convert(d, folder / "releve-decisions-2024-06.rtf", "rtf:Rich Text Format")


def vendome_2024_10(folder: Path) -> None:
    (folder / "rencontre-rentree.html").write_text(
        """<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>Une rencontre de rentrée réussie – Territoires vendômois</title>
<style>nav a { margin-right: 1em }</style>
<script>var piste = "ne pas lire";</script></head>
<body>
<nav><a href="/">Accueil</a><a href="/agenda">Agenda</a><a href="/contact">Contact</a></nav>
<main>
<article>
<h1>Une rencontre de rentrée réussie pour l'orientation</h1>
<p class="date">Publié le 8 octobre 2024</p>
<p>Jeudi 3 octobre 2024, au Minotaure, à Vendôme, une trentaine de professionnels de l'orientation, de l'emploi et de la
formation du bassin de Vendôme se sont retrouvés pour la rencontre de rentrée du SPRO. Au programme&nbsp;: des tables de
quatre, des échanges de dix minutes, et un buffet préparé par un chantier d'insertion.</p>
<p>«&nbsp;On croit se connaître parce qu'on s'envoie des mails&nbsp;», sourit Maud Thiersaint, coordinatrice, de la Mission
Locale du Vendômois. La prochaine édition est déjà souhaitée par tous.</p>
</article>
</main>
<footer><p>© Territoires vendômois – <a href="/mentions">Mentions légales</a></p></footer>
</body>
</html>
""",
        encoding="utf-8",
    )


def vendome_2025(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Émargement 2025"
    sheet["A1"] = "SPRO du bassin de Vendôme – feuille d'émargement des réunions 2025"
    sheet.merge_cells("A1:E1")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"] = "Mission Locale du Vendômois, Vendôme, 9 h 30 – 12 h"
    sheet.merge_cells("A2:E2")
    sheet.append([])
    sheet.append(["NOM", "Prénom", "Structure", dt.date(2025, 3, 20), dt.date(2025, 6, 19)])
    rows = [
        ["THIERSAINT", "Maud", "Mission Locale du Vendômois", "X", "X"],
        ["SABOURDEAU", "Julien", "Mission Locale du Vendômois", None, "X"],
        ["COQUERELLE", "Sandrine", "France Travail Vendôme", "X", "excusée"],
        ["LE GUIRRIEC", "Yann", "CIO", "X", "excusé"],
        ["AMBRELIN", "Lucie", "Communauté d'agglomération Territoires vendômois", "X", "excusée"],
        ["NOIRTAULT", "Patrick", "GRETA Val de Loire", "X", "absent"],
        ["FROMENTEL", "Nadège", "Cap emploi 41", "excusée", "X"],
        ["TEZAROUI", "Samira", "Les Ateliers du Loir", "excusée", "X"],
        ["BELLOUNIS", "Aïcha", "CIDFF 41", "absente", "X"],
    ]
    for row in rows:
        sheet.append(row)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
        if isinstance(cell.value, dt.date):
            cell.number_format = "dd/mm/yyyy"
    sheet.append([])
    sheet.append(["X = présent"])
    for column, width in zip("ABCDE", (16, 12, 48, 13, 13), strict=True):
        sheet.column_dimensions[column].width = width
    book.properties.creator = ""
    book.properties.created = book.properties.modified = WHEN
    book.save(folder / "emargement 2025.xlsx")


# --- Romorantin ---------------------------------------------------------------------------------------------------------


def romorantin_2023_01(folder: Path) -> None:
    text = """SPRO - BASSIN DE ROMORANTIN-LANTHENAY
Compte rendu de la réunion du 19 janvier 2023
Mission Locale, Romorantin-Lanthenay

PRÉSENTS
BOISGONTARD Christelle (Mission Locale)
QUERMELIN David (Pôle emploi)
ESPELUCHE Martine (CIO)

EXCUSÉS
SABOURDEAU Julien (Cap emploi 41)
Communauté de communes du Romorantinais et du Monestois

Mme Boisgontard rappelle l'objet du SPRO : que chaque personne qui pousse une porte soit bien orientée.

M. Quermelin présente les besoins des entreprises de l'ancien site automobile. Le CIO et Pôle emploi
préparent une visite pour les collégiens.

Prochaine réunion le 12 octobre 2023, au CIO.
"""
    (folder / "cr_janvier_2023.txt").write_bytes(text.replace("\n", "\r\n").encode("cp1252"))


def romorantin_2023_10(folder: Path) -> None:
    text = """# Compte rendu – SPRO du bassin de Romorantin-Lanthenay

**Jeudi 12 octobre 2023**, 14 h, CIO de Romorantin-Lanthenay

| Structure | Représentée par | Présence |
|---|---|---|
| Mission Locale | Christelle Boisgontard | présente |
| Communauté de communes du Romorantinais et du Monestois | Jean-Noël Fauquembry, conseiller communautaire | présent |
| Sologne Insertion | Rachid Amelloul | présent |
| Pôle emploi | David Quermelin | excusé |

## Points vus

- Rachid Amelloul présente Sologne Insertion (espaces verts, blanchisserie).
- M. Fauquembry propose une salle de la communauté de communes pour les permanences.

## Suite

Réunion suivante le jeudi 14 mars 2024.
"""
    (folder / "2023-10-12.md").write_text(text, encoding="utf-8")


def romorantin_2024_03(folder: Path) -> None:
    text = """SPRO du bassin de Romorantin-Lanthenay
Réunion du jeudi 14 mars 2024 – France Travail, Romorantin-Lanthenay

Présents : Christelle BOISGONTARD et Théo VANNESPRAT (Mission Locale), David QUERMELIN (France Travail), Martine ESPELUCHE (CIO)
Excusé : Jean-Noël FAUQUEMBRY (Communauté de communes du Romorantinais et du Monestois)

D. Quermelin explique ce qui change avec France Travail, nouveau nom de Pôle emploi depuis le 1er janvier 2024.
Mme Espeluche partira en retraite en 2025 ; son remplacement n'est pas connu.
Théo Vannesprat recense les permanences ouvertes dans les communes du bassin, réponse attendue pour le 30 avril 2024.
"""
    (folder / "CR-2024-03-14.txt.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def romorantin_archive(folder: Path) -> None:
    minutes = new_document()
    heading(minutes, "SPRO – bassin de Romorantin-Lanthenay")
    heading(minutes, "Relevé de décisions de la réunion du jeudi 26 septembre 2024")
    bullets(
        minutes,
        "Le calendrier des permanences est validé.",
        "La Mission Locale contacte le CFA pour une visite en février.",
        "Prochaine réunion : jeudi 6 février 2025, 14 h, à la Mission Locale.",
    )
    visit = """<html><head><meta charset="iso-8859-1"><title>Visite</title></head><body>
<h2>Visite de la blanchisserie de Sologne Insertion</h2>
<p>Le 3 avril 2025, les partenaires du bassin de Romorantin-Lanthenay ont visité la blanchisserie de Sologne Insertion, à
Romorantin-Lanthenay. Une quinzaine de conseillers ont fait le déplacement.</p>
</body></html>
"""
    sheet = """SPRO bassin de Romorantin-Lanthenay - émargement;;;
Réunion du 06/02/2025 - Mission Locale;;;
;;;
Nom;Prénom;Organisme;Signature
BOISGONTARD;Christelle;Mission Locale;C.B.
FAUQUEMBRY;Jean-Noël;Communauté de communes du Romorantinais et du Monestois;J-N F
AMELLOUL;Rachid;Sologne Insertion;R.A.
QUERMELIN;David;France Travail;excusé
"""
    with zipfile.ZipFile(folder / "archives 2024-2025.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("2024-09-26 releve.docx", docx_bytes(minutes)),
            ("emargement_2025-02-06.csv", sheet.encode("cp1252")),
            ("visite.htm", visit.encode("iso-8859-1")),
        ):
            info = zipfile.ZipInfo(name, (2025, 5, 5, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


# --- Both -------------------------------------------------------------------------------------------------------------


def both_2024_11(folder: Path) -> None:
    rows = [
        ("Journée départementale de l'orientation - bassins de Vendôme et de Romorantin-Lanthenay", "", "", "", ""),
        ("Jeudi 21 novembre 2024 - Blois, Halle aux grains", "", "", "", ""),
        ("", "", "", "", ""),
        ("Nom", "Prénom", "Structure", "Fonction", "Présence"),
        ("THIERSAINT", "Maud", "Mission Locale du Vendômois", "Coordinatrice SPRO", "Présent"),
        ("VAUBRUN", "Étienne", "Mission Locale du Vendômois", "Directeur", "Présent"),
        ("BOISGONTARD", "Christelle", "Mission Locale de Romorantin-Lanthenay", "Coordinatrice SPRO", "Présent"),
        ("VANNESPRAT", "Théo", "Mission Locale de Romorantin-Lanthenay", "Conseiller", "Présent"),
        ("FROMENTEL", "Nadège", "Cap emploi 41", "Conseillère", "Présent"),
        ("AMBRELIN", "Lucie", "Communauté d'agglomération Territoires vendômois", "Chargée de mission", "Présent"),
        ("DASTRUEL", "Véronique", "CIO de Vendôme", "Directrice", "Présent"),
        ("ESPELUCHE", "Martine", "CIO de Romorantin-Lanthenay", "Directrice", "Présent"),
        ("COQUERELLE", "Sandrine", "France Travail Vendôme", "Directrice d'agence", "Excusé"),
        ("QUERMELIN", "David", "France Travail Romorantin-Lanthenay", "Responsable d'équipe", "Présent"),
        ("NOIRTAULT", "Patrick", "GRETA Val de Loire", "Conseiller", "Excusé"),
        ("de GRANDLYS", "Thibault", "Conseil départemental de Loir-et-Cher", "Chef de service insertion", "Présent"),
        ("CORVELEC", "Bastien", "Région Centre-Val de Loire", "Chargé de mission", "Présent"),
        ("RANVOISIN", "Ophélie", "GIP Alfa Centre-Val de Loire", "Chargée d'études", "Présent"),
        ("", "", "CCI de Loir-et-Cher", "", "Excusé"),
    ]
    text = "".join(";".join(row) + "\r\n" for row in rows)
    (folder / "journee 2024-11-21.csv").write_bytes(text.encode("cp1252"))


def main(target: Path) -> None:
    for name, makers in {
        "vendome": (vendome_2022_10, vendome_2023_03, vendome_postponed, vendome_2023_06, vendome_cancelled, vendome_2024_02,
                    vendome_2024_06, vendome_2024_10, vendome_2025),
        "romorantin": (romorantin_2023_01, romorantin_2023_10, romorantin_2024_03, romorantin_archive),
        "departement": (both_2024_11,),
    }.items():  # fmt: skip
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        for make in makers:
            make(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
