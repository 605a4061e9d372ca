"""What a file is: by its content first, then by its name."""

from __future__ import annotations

import io
import re
import zipfile

from .refusals import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = {
    b"\xff\xd8\xff": ("a JPEG image", "une image JPEG"),
    b"\x89PNG\r\n": ("a PNG image", "une image PNG"),
    b"GIF8": ("a GIF image", "une image GIF"),
    b"II*\x00": ("a TIFF image", "une image TIFF"),
    b"MM\x00*": ("a TIFF image", "une image TIFF"),
    b"MZ": ("a program", "un programme"),
    b"\x7fELF": ("a program", "un programme"),
    b"ID3": ("a sound recording", "un enregistrement sonore"),
    b"OggS": ("a sound recording", "un enregistrement sonore"),
    b"SQLite format 3": ("a database", "une base de données"),
    b"Rar!": ("a RAR archive: extract it", "une archive RAR : extrayez-la"),
    b"7z\xbc\xaf": ("a 7-Zip archive: extract it", "une archive 7-Zip : extrayez-la"),
}
_WRITTEN = {"txt": "text", "text": "text", "md": "markdown", "markdown": "markdown", "csv": "csv", "tsv": "csv", "tab": "csv"}
_WRITTEN |= {"html": "html", "htm": "html", "xhtml": "html", "eml": "eml"}
_PACKED = frozenset(
    ("docx", "odt", "ods", "xlsx", "pdf", "msg")
)  # never text; a .doc or .xls is often a page or text that a program named so
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE | re.DOTALL
)
_HEADER = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|X-[\w-]+|Delivered-To|DKIM-Signature|Reply-To|Content-Type):",
    re.IGNORECASE,
)
_IGNORED = re.compile(
    r"(?:^|/)(?:\.ds_store|thumbs\.db|desktop\.ini|__macosx(?:/.*)?|\._[^/]*|~\$[^/]*|\.~lock\.[^/]*)$|(?:^|/)__macosx/",
    re.IGNORECASE,
)


def suffix(name: str) -> str:
    """The end of a file's name after its last dot, in small letters."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name else ""


def ignored(name: str) -> bool:
    """Whether a member of an archive is only left there by a system or an editor (.DS_Store, __MACOSX, ~$lock)."""
    return _IGNORED.search(name) is not None


def kind_of(data: bytes, name: str) -> str:
    """The reader for these bytes: docx doc odt ods rtf pdf html eml msg text markdown csv xlsx xls zip gzip.

    Raises `Refused` for an empty file, a locked office file, and what is no document.
    """
    if not data:
        raise Refused("empty")
    for magic, (en, fr) in _IMAGES.items():
        if data.startswith(magic) and not (magic == b"MZ" and data[:200].isascii() and b"\x00" not in data[:200]):
            raise Refused("not-a-document", en, fr)
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise Refused("not-a-document", "a picture, sound or video", "une image, un son ou une vidéo")
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _compound(data)
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith((b"\xdb\xa5", b"\xfe7\x00#")) or data.startswith(b"1\xbe\x00\x00"):
        raise Refused("old-format", "a Word file from before 1997", "un fichier Word d'avant 1997")
    return _written(data, start, name)


def _written(data: bytes, start: bytes, name: str) -> str:
    """Text formats: what the first lines say, else the name."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    end = suffix(name)
    if _HTML.match(start) or (b"<html" in start.lower() and start.startswith(b"<")):
        return "html"
    if end in _WRITTEN and _WRITTEN[end] != "eml":
        return _WRITTEN[end]
    lines = list(re.split(rb"\r?\n", data[:8192])[:40])
    if start.startswith(b"MIME-Version:") and b"multipart/related" in start.lower() and b"text/html" in data[:4096].lower():
        return "eml"  # a page saved with its pictures (.mht) is laid out like a mail
    headers = 0
    for line in lines:
        if _HEADER.match(line):
            headers += 1
        elif not line.startswith((b" ", b"\t")) or not line.strip():
            break
    if end == "eml" or headers >= 3:
        return "eml"
    from .plain import decode

    decode(data[:8192] if len(data) > 8192 and b"\x00" not in data[:8192] and _ascii_cut(data) else data)
    if end in _PACKED:
        raise Refused("broken", f"no {end} inside", f"pas de {end} à l'intérieur")
    return "text"


def _ascii_cut(data: bytes) -> bool:
    return data[8191:8193].isascii()


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if "mimetype" in names:
                info = archive.getinfo("mimetype")
                kind = archive.read(info)[:200] if info.file_size < 300 else b""
                if b"opendocument.text" in kind:
                    return "odt"
                if b"opendocument.spreadsheet" in kind:
                    return "ods"
                if b"opendocument" in kind:
                    raise Refused("old-format", "an OpenDocument drawing or slides", "un dessin ou une présentation OpenDocument")
                if b"epub" in kind:
                    raise Refused("old-format", "an electronic book", "un livre électronique")
            if "[Content_Types].xml" in names or any(item.startswith("word/") for item in names):
                if any(item.lower().startswith("word/") for item in names):
                    return "docx"
                if "xl/workbook.bin" in names:
                    raise Refused(
                        "old-format",
                        "a binary workbook (.xlsb): save it as .xlsx",
                        "un classeur binaire (.xlsb) : enregistrez-le en .xlsx",
                    )
                if any(item.lower().startswith("xl/") for item in names):
                    return "xlsx"
                if any(item.lower().startswith("ppt/") for item in names):
                    raise Refused("old-format", "a slide show", "un diaporama")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Refused("broken", "zip structure", "structure zip") from error
    return "zip"


def _compound(data: bytes) -> str:
    """The kind of an OLE compound file, by its streams."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir()}
    except Exception as error:  # olefile raises many kinds on damaged files
        raise Refused("broken", "OLE structure", "structure OLE") from error
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise Refused("password")
    if "worddocument" in streams:
        return "doc"
    if "workbook" in streams or "book" in streams:
        return "xls"
    if "__properties_version1.0" in streams:
        return "msg"
    if "powerpoint document" in streams:
        raise Refused("old-format", "a slide show", "un diaporama")
    raise Refused("unknown")
