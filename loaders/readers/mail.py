"""Mails (.eml, .msg): who, to whom, when, then the body; attachments are documents of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from ..document import Document
from .layout import Layout, looks_like_item, visible
from .parts import Part
from .plain import decode
from .refusals import Refused
from .webpage import Blocks, html_text, parse

_HEADERS = ("From", "To", "Cc", "Subject", "Date")
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_NOT_READ = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "text/vcard",
    "text/x-vcard",
}


def read_eml(data: bytes) -> Iterator[Part]:
    """The mail, then its attachments (pictures of the body and signatures left out)."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
    except Exception as error:  # the parser of the standard library trips over some broken headers
        raise Refused("broken", "mail", "courriel") from error
    if message.get_content_type() in _ENCRYPTED:
        raise Refused("encrypted-mail")
    headers = {name: _header(message, name) for name in _HEADERS}
    layout = _opening(headers)
    body = message.get_body(("plain",))
    rich = message.get_body(("html",))
    plain = _content(body) if body is not None else ""
    if isinstance(plain, bytes):
        plain = decode(plain)
    markup = _content(rich) if rich is not None else ""
    if plain.strip():
        flowed = (body.get_param("format") or "") == "flowed" if body is not None else False
        add_text(layout, _unflow(str(plain), body) if flowed else str(plain))
    elif markup:
        add_html(layout, markup)
    yield Part("", document=_mail(layout, "message/rfc822", headers))
    yield from _attachments(message, {id(body), id(rich)})


def _header(message: EmailMessage, name: str) -> str:
    try:
        values = message.get_all(name, [])
        return ", ".join(" ".join(str(value).split()) for value in values)
    except Exception:  # broken encoded words and dates raise from deep inside
        return " ".join(str(message.get(name, "")).split()) if name in ("From", "To") else ""


def _content(part: MIMEPart) -> str | bytes:
    try:
        content = part.get_content()
    except Exception:  # unknown charset, broken transfer encoding
        content = part.get_payload(decode=True) or b""
    return content if isinstance(content, (str, bytes)) else str(content)


def _opening(headers: dict[str, str]) -> Layout:
    layout = Layout()
    for name, value in headers.items():
        if value:
            layout.line(f"{name}: {value}".replace("\t", " "))
    layout.blank()
    return layout


def _mail(layout: Layout, media_type: str, headers: dict[str, str], published: str | None = None) -> Document:
    author = re.sub(r"\s*<[^>]*>", "", headers.get("From", "")).strip('" ')
    return layout.document(
        media_type, title=headers.get("Subject"), author=author, published=published or _date(headers.get("Date", ""))
    )


def _date(value: str) -> str | None:
    """The day a mail was sent, as its sender's clock had it."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def add_text(layout: Layout, text: str) -> None:
    """Add the lines of a plain body."""
    for line in visible(text).rstrip().split("\n"):
        layout.line(line, "item" if looks_like_item(line) else "paragraph")


def add_html(layout: Layout, markup: str | bytes) -> None:
    """Add the blocks of an HTML body."""
    root = parse(html_text(markup) if isinstance(markup, bytes) else markup)
    body = root.find("body")
    blocks = Blocks(layout, furniture=False)
    blocks._walk(body if body is not None else root, True)
    blocks._flush()


def _unflow(text: str, body: MIMEPart | None) -> str:
    """Lines of format=flowed (RFC 3676) put together again."""
    delsp = body is not None and (body.get_param("delsp") or "") == "yes"
    lines: list[str] = []
    open_quote: int | None = None
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if open_quote == depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- "
        if flows and delsp:
            lines[-1] = lines[-1][:-1]
        open_quote = depth if flows else None
    return "\n".join(lines)


def _attachments(message: EmailMessage, bodies: set[int]) -> Iterator[Part]:
    names: set[str] = set()
    stack = list(message.iter_parts()) if message.is_multipart() and message.get_content_type() != "message/rfc822" else []
    while stack:
        part = stack.pop(0)
        kind = part.get_content_type()
        if id(part) in bodies or kind in _NOT_READ:
            continue
        if kind.startswith("multipart/"):
            stack = [*part.iter_parts(), *stack]
            continue
        name = part.get_filename() or ""
        if kind == "message/rfc822":
            inner = part.get_payload(0)
            subject = " ".join(str(inner.get("Subject", "") or "message").split())  # type: ignore[union-attr]
            yield Part(_unique(name or f"{subject[:60]}.eml", names), data=inner.as_bytes())  # type: ignore[union-attr]
            continue
        shown_inside = part.get_content_disposition() != "attachment" and (part.get("Content-ID") or kind.startswith("image/"))
        if not name and kind.startswith("text/") and part.get_content_disposition() != "attachment":
            continue  # the other version of the body
        if shown_inside and kind.startswith("image/"):
            continue
        data = part.get_payload(decode=True)
        yield Part(_unique(name or f"attachment.{kind.rpartition('/')[2]}", names), data=data if isinstance(data, bytes) else b"")


def _unique(name: str, names: set[str]) -> str:
    name = (
        "".join(character for character in name.replace("\\", "/").rpartition("/")[2] if character.isprintable()) or "attachment"
    )
    stem, dot, end = name.rpartition(".")
    number, candidate = 2, name
    while candidate in names:
        candidate = f"{stem} ({number}){dot}{end}" if dot else f"{name} ({number})"
        number += 1
    names.add(candidate)
    return candidate


def read_msg(data: bytes) -> Iterator[Part]:
    """As `read_eml`, for a mail saved by Outlook."""
    from oxmsg import Message

    try:
        message = Message.load(io.BytesIO(data))
        sent: datetime | None = message.sent_date
        recipients = [(recipient.name, recipient.email_address) for recipient in message.recipients]
        fields = {str(key).lower(): str(value) for key, value in (message.message_headers or {}).items()}
        headers = {
            "From": message.sender or fields.get("from", ""),
            "To": fields.get("to") or ", ".join(_address(*recipient) for recipient in recipients),
            "Cc": fields.get("cc", ""),
            "Subject": message.subject or "",
            "Date": fields.get("date") or (sent.strftime("%a, %d %b %Y %H:%M:%S %z") if sent else ""),
        }
        body, markup = message.body, message.html_body
        attachments = [(item.file_name, item.file_bytes, item.mime_type) for item in message.attachments]
    except Exception as error:  # a damaged compound file fails in many ways
        raise Refused("broken", "Outlook message", "message Outlook") from error
    layout = _opening({name: " ".join(value.split()) for name, value in headers.items()})
    if body and body.strip():
        add_text(layout, body)
    elif markup:
        add_html(layout, markup)
    yield Part("", document=_mail(layout, "application/vnd.ms-outlook", headers, sent.date().isoformat() if sent else None))
    names: set[str] = set()
    for name, content, kind in attachments:
        if (kind or "") in _NOT_READ or content is None:
            continue
        yield Part(_unique(name or "attachment", names), data=content)


def _address(name: str | None, address: str | None) -> str:
    return f"{name} <{address}>" if name and address and name != address else name or address or ""
