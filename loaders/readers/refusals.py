"""Why a file is refused: one sentence in English and in French for each reason, and the limits that lead to some of them.

The limits protect the memory and the time of a laptop; a record of a meeting is far below all of them.
"""

from __future__ import annotations

from ...graph.errors import SourceError

MAX_FILE_BYTES = 200_000_000  # one file on disk, or one member of an archive once expanded
MAX_EXPANDED_BYTES = 500_000_000  # all that one archive, or one .docx, .odt, .xlsx, expands to
MAX_XML_BYTES = 100_000_000  # one part of an office file: its tree takes several times as much
MAX_MEMBERS = 20_000  # entries of one archive
MAX_PAGES = 2_000  # pages of one .pdf
MAX_ROWS = 200_000  # rows of one sheet: larger tables are loaded with a mapping
MAX_COLUMNS = 16_384  # of one table, those of a sheet of Excel
MAX_CELLS = 10_000_000  # places of one sheet, empty ones too
MAX_MERGED = 1_000_000  # places under the merged cells of a workbook
MAX_CHARACTERS = 20_000_000  # text of one document

_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("there is no such file. Check the path.", "ce fichier n'existe pas. Vérifiez le chemin."),
    "folder": ("this is a folder. Give its files.", "c'est un dossier. Donnez ses fichiers."),
    "not-a-file": (
        "this is a pipe, a socket or a device, not a file. Take it out of the folder.",
        "c'est un tube, une prise ou un périphérique, pas un fichier. Retirez-le du dossier.",
    ),
    "deep": (
        "its parts lie too deep inside one another, as no program writes them. Copy its text into a new document, then load that.",
        "ses parties sont imbriquées trop profondément, comme aucun logiciel ne le fait. Copiez son texte dans un nouveau document, "
        "puis chargez celui-ci.",
    ),
    "encrypted-mail": (
        "the mail is encrypted. Open it in your mail program, save its text or its attachments, then load those.",
        "le courriel est chiffré. Ouvrez-le dans votre messagerie, enregistrez son texte ou ses pièces jointes, puis chargez-les.",
    ),
    "empty": (
        "the file is empty. Save the document again, or leave it out.",
        "le fichier est vide. Enregistrez à nouveau le document, ou retirez-le.",
    ),
    "no-text": (
        "the document holds no text. Leave it out, or type the record in it.",
        "le document ne contient aucun texte. Retirez-le, ou saisissez-y le compte rendu.",
    ),
    "no-names": (
        "no column of this table is understood as names of people or structures. Name its columns (« Nom », « Structure », « Présent »), "
        "or give a mapping with --mapping.",
        "aucune colonne de ce tableau n'est comprise comme des noms de personnes ou de structures. Nommez ses colonnes (« Nom », "
        "« Structure », « Présent »), ou donnez une correspondance avec --mapping.",
    ),
    "no-text-layer": (
        "no text layer: the pages are images (a scan). Run text recognition (OCR) on it, then load the result.",
        "pas de couche texte : les pages sont des images (numérisation). Passez-le à la reconnaissance de texte (OCR), puis chargez-le.",
    ),
    "password": (
        "it is protected by a password. Open it, save a copy without password, then load the copy.",
        "il est protégé par un mot de passe. Ouvrez-le, enregistrez une copie sans mot de passe, puis chargez la copie.",
    ),
    "broken": (
        "the file is damaged or cut off ({detail}). Fetch it again from where it came, or save it anew.",
        "le fichier est abîmé ou incomplet ({detail}). Récupérez-le à nouveau, ou enregistrez-le de nouveau.",
    ),
    "not-a-document": (
        "this is {detail}, not a document with text. Leave it out, or load the document itself.",
        "c'est {detail}, pas un document avec du texte. Retirez-le, ou chargez le document lui-même.",
    ),
    "unknown": (
        "its type is unknown. Save it as .docx, .odt, .pdf, .txt, .csv or .xlsx, then load that.",
        "son type est inconnu. Enregistrez-le en .docx, .odt, .pdf, .txt, .csv ou .xlsx, puis chargez cette copie.",
    ),
    "old-format": (
        "this is {detail}, a format that is not read. Save it as .docx or .pdf, then load that.",
        "c'est {detail}, un format qui n'est pas lu. Enregistrez-le en .docx ou .pdf, puis chargez cette copie.",
    ),
    "too-large": (
        "it holds more than {detail}. Split it, or load a large table with a mapping (--mapping).",
        "il contient plus de {detail}. Découpez-le, ou chargez une grande table avec une correspondance (--mapping).",
    ),
    "bomb": (
        "it expands to more than {detail}: refused, as it may be made to fill the memory. Extract what you need, then load that.",
        "décompressé, il dépasse {detail} : refusé, car il peut saturer la mémoire. Extrayez-en ce qu'il faut, puis chargez-le.",
    ),
    "nested": (
        "an archive inside an archive inside an archive is not opened. Extract it, then load its files.",
        "une archive dans une archive dans une archive n'est pas ouverte. Extrayez-la, puis chargez ses fichiers.",
    ),
    "entities": (
        "its XML declares entities, which no office program writes: refused. Save it anew, then load that.",
        "son XML déclare des entités, ce qu'aucun logiciel de bureautique ne fait : refusé. Enregistrez-le de nouveau.",
    ),
    "no-documents": (
        "the archive holds no document. Check that it is the right one.",
        "l'archive ne contient aucun document. Vérifiez que c'est la bonne.",
    ),
    "not-allowed": (
        "it cannot be opened ({detail}). Check its access rights.",
        "il ne peut pas être ouvert ({detail}). Vérifiez les droits d'accès.",
    ),
}


class Refused(Exception):
    """A reader's refusal, before the file's name is known. `reason` is a key of this module; `detail` fills its sentence."""

    def __init__(self, reason: str, en: str = "", fr: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.en = en
        self.fr = fr or en

    def error(self, path: str) -> SourceError:
        """The same refusal as the error that callers see."""
        en, fr = _SENTENCES[self.reason]
        return SourceError(path, en.format(detail=self.en), fr.format(detail=self.fr))


def megabytes(count: int) -> tuple[str, str]:
    """`count` bytes as text, in English and in French."""
    return f"{count // 1_000_000} MB", f"{count // 1_000_000} Mo"
