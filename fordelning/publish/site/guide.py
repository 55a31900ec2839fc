"""The guide as web pages: the Swedish documents of docs/, each a page of the same look that fetches nothing."""

import base64
import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import mistune
from mistune.plugins.table import table as tables

from fordelning.base.errors import InputError, reason
from fordelning.publish.render.html import page

# In the order that they are read; docs/README.md lists the same.
PAGES = (
    "handledning", "fran-handling", "anvandning", "egen-analys", "granser", "traffsakerhet", "jamforelse-verktyg",
    "underskrift", "egna-fall-i-ci", "format",
)  # fmt: skip
_FILES = ("handledning/", "exempel/")  # the folders of docs/ whose files the guide hands out
_ADDRESS = re.compile("https?://")


class GuideError(InputError):
    """A document of the guide is not there, or cannot be read; the message says which."""


@dataclass
class GuidePage:
    """A document of the guide: its title, its body as HTML, and the files of docs/ that it leads to."""

    name: str
    title: str = ""
    body: str = ""
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """Its address in the folder of the guide."""
        return f"{self.name}.html"


def read(docs: Path) -> list[GuidePage]:
    """The pages of the guide in the folder `docs`. Raises GuideError, with every document that is missing."""
    found, missing = [], []
    for name in PAGES:
        try:
            text = (docs / f"{name}.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            missing.append(f"{name}.md: {reason(error) if isinstance(error, OSError) else 'är inte UTF-8'}")
            continue
        found.append(GuidePage(name))
        written = _Written(docs, found[-1])
        found[-1].body = str(mistune.Markdown(renderer=written, plugins=[tables])(text))
    if missing:
        listed = "".join(f"\n  {line}" for line in missing)
        raise GuideError(f"Handledningen i {docs} kan inte läsas:{listed}\nAnge projektets mapp docs med --docs.")
    return found


def written(one: GuidePage, pages: list[GuidePage]) -> str:
    """The web page of `one` of the guide's `pages`."""
    return page("guide.html.j2", page=one, pages=pages)


class _Written(mistune.HTMLRenderer):
    """The HTML of one document: text is escaped, headings can be led to, and links lead within the site or out of it.

    A link to what the site does not have is text.
    """

    def __init__(self, docs: Path, page: GuidePage):
        super().__init__(escape=True)
        self._docs, self._page = docs, page

    def heading(self, text: str, level: int, **attrs: object) -> str:
        said = html.unescape(re.sub("<[^>]*>", "", text))
        if level == 1 and not self._page.title:
            self._page.title = said
            return ""
        id = re.sub(r"[^\w -]", "", said.lower()).replace(" ", "-")  # as the places that show Markdown spell it
        return f'<h{level} id="{html.escape(id)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        path, mark, part = url.partition("#")
        if _ADDRESS.match(url) or not path:
            return f'<a href="{html.escape(url)}">{text}</a>'
        if path.removesuffix(".md") in PAGES:
            return f'<a href="{path.removesuffix(".md")}.html{mark}{html.escape(part)}">{text}</a>'
        if self._has(path) and path.startswith(_FILES):
            self._page.files[path] = self._docs / path
            return f'<a href="{quote(path)}">{text}</a>'
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if not (self._has(url) and url.endswith(".png")):
            return html.escape(text)
        data = base64.b64encode((self._docs / url).read_bytes()).decode()
        return f'<img src="data:image/png;base64,{data}" alt="{html.escape(text)}">'

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{html.escape(code)}</code></pre>\n'

    def table(self, text: str) -> str:
        return f'<div class="scroll" role="group" aria-label="Tabell" tabindex="0"><table>{text}</table></div>\n'

    def table_head(self, text: str) -> str:
        return f"<thead><tr>{text}</tr></thead>"

    def table_body(self, text: str) -> str:
        return f"<tbody>{text}</tbody>"

    def table_row(self, text: str) -> str:
        return f"<tr>{text}</tr>"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        kind = ' class="right"' if align == "right" else ""
        return f'<th scope="col"{kind}>{text}</th>' if head and text else f"<td{kind}>{text}</td>"

    def _has(self, path: str) -> bool:
        """Whether `path` is a file in the folder of documents, and not outside of it."""
        file = (self._docs / path).resolve()
        return file.is_file() and self._docs.resolve() in file.parents
