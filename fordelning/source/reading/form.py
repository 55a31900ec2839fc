"""What form a document is in, told by what is in it and, of web pages, by its name."""

ARCHIVE = b"PK\x03\x04"  # how a ZIP file begins, as DOCX and ODT are
COMPOUND = b"\xd0\xcf\x11\xe0"  # how an older Office file begins, and one with a password
RICH = b"{\\rtf"


def is_pdf(content: bytes) -> bool:
    """Whether it is a PDF: other bytes may stand before what it begins with."""
    return b"%PDF-" in content[:1000]


def is_html(name: str, content: bytes) -> bool:
    """Whether it is a web page."""
    begins = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begins.startswith((b"<!doctype html", b"<html", b"<?xml")) or name.lower().endswith((".html", ".htm"))


def is_text(name: str, content: bytes) -> bool:
    """Whether it is plain text or Markdown, as far as its beginning tells."""
    return not (is_pdf(content) or is_html(name, content) or content.startswith((ARCHIVE, COMPOUND, RICH)))
