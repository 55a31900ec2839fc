"""Pictures that came with a notebook: SVG that draws, and can do nothing else.

What may stand in one is listed: that which matplotlib draws with. A page shows a picture as it is written, so nothing
passes that HTML would read otherwise than XML does.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from fordelning.base.errors import shorten, unseen

_ID = r"[A-Za-z_][\w.-]*"
_WORDS = {"title", "desc", "text", "tspan"}  # the elements that hold text
_LEAVES = {"title", "desc", "style", "path", "rect", "use", "image", "stop"}  # those that hold no element
_POINTED_AT = {"pattern", "clipPath", "linearGradient"}
_ELEMENTS = _WORDS | _LEAVES | _POINTED_AT | {"svg", "defs", "g"}
_STYLE = "*{stroke-linejoin: round; stroke-linecap: butt}"  # matplotlib's; another would be a style of the whole page
_DEEPEST = 32  # elements within each other
_LONGEST = 20_000_000  # characters of paths, where each is counted as often as it is used
_LARGEST = 50_000_000  # pixels of an image

_NUMBERS = r"[\d\s.,eE+-]*(?:pt|px|%)?"
_MOVES = r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([\d\s.,eE+-]*\)\s*)*"
_VALUE = rf"(?:\s*url\(#{_ID}\)\s*|[\w\s#.,%'+-]*)"
_PROPERTIES = (
    "fill|fill-opacity|fill-rule|stroke|stroke-(?:dasharray|dashoffset|linecap|linejoin|miterlimit|opacity|width)|"
    "opacity|stop-color|stop-opacity|clip-path|clip-rule|font|font-(?:family|size|stretch|style|variant|weight)|"
    "text-anchor|image-rendering|shape-rendering|paint-order"
)
_ATTRIBUTES = [
    (re.compile(names), re.compile(values))
    for names, values in (
        ("d", r"[\sA-Za-z\d.,+-]*"),
        (_PROPERTIES, _VALUE),
        ("x|y|[xy][12]|r[xy]|width|height|offset|viewBox", _NUMBERS),
        ("transform|gradientTransform|patternTransform", _MOVES),
        ("id", _ID),
        ("class", "(?:fill|stroke|text)-[a-z0-9-]+"),
        ("patternUnits|patternContentUnits|gradientUnits|clipPathUnits", "userSpaceOnUse|objectBoundingBox"),
        ("aria-labelledby", rf"{_ID}(?: {_ID})*"),
        ("role", "img"),
        ("type", "text/css"),
        ("version", r"1\.1"),
        ("xmlns", re.escape("http://www.w3.org/2000/svg")),
        ("xmlns:xlink", re.escape("http://www.w3.org/1999/xlink")),
    )
]
_DECLARATION = re.compile(rf"\s*(?:(?:{_PROPERTIES})\s*:{_VALUE})?")
_HREFS = {"use": re.compile(f"#{_ID}"), "image": re.compile("data:image/png;base64,[ A-Za-z0-9+/]*={0,2}")}


def faults(picture: str) -> Iterator[str]:
    """What is wrong with the SVG element `picture`, in words that name it; nothing where it may be shown."""
    if character := unseen(picture):
        yield f"bilden har tecknet {character}, som inte syns"
    elif mark := re.search(r"<[!?]", picture):
        named = shorten(picture[mark.start() :], 20)
        yield f"{named} får inte finnas i en bild: kommentarer, doctype, CDATA och instruktioner tas inte emot"
    else:
        reader = _Reader()
        try:
            parseString(picture.encode(), reader)
        except (SAXException, DefusedXmlException):
            reader.told.setdefault("bilden kan inte läsas som SVG")
        except _EnoughError:
            pass
        yield from reader.told


class _EnoughError(Exception):
    """The picture is not read further."""


class _Reader(ContentHandler):
    """Reads names as they are written, with their prefixes, since that is how HTML reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, None] = {}  # each fault once, in order
        self.open: list[str] = []
        self.lengths: dict[str, int] = {}  # of the paths, by id
        self.paints: set[str] = set()
        self.used: list[str] = []
        self.painted: set[str] = set()
        self.style = ""
        self.xlink = False

    def startElement(self, name, attributes):
        """Hold an element and its attributes against the lists."""
        within = self.open[-1] if self.open else None
        self.open.append(name)
        self.xlink = self.xlink if self.open[1:] else "xmlns:xlink" in attributes
        if name not in _ELEMENTS:
            self._tell(f"elementet {shorten(name)} får inte finnas i en bild")
            attributes = {}
        elif within is not None and (name == "svg" or within in _LEAVES):
            self._tell(f"elementet {name} får inte stå i {within}")
        if within is None and (name != "svg" or "xmlns" not in attributes):
            self._tell("bilden är inget svg-element med sin namnrymd")
            raise _EnoughError
        if "xlink:href" in attributes and not self.xlink:
            self._tell("namnrymden xlink är inte angiven i bildens första element")
        if len(self.open) > _DEEPEST:
            self._tell(f"bilden har fler än {_DEEPEST} element i varandra")
            raise _EnoughError
        for attribute, value in attributes.items():
            if not self._fits(name, attribute, value):
                self._tell(f"attributet {shorten(attribute)} med värdet {shorten(value)} får inte finnas i {name}")
        self._refer(name, attributes)

    def endElement(self, name):
        """Leave an element; a style is known when it has ended."""
        self.open.pop()
        if self.style and self.style != _STYLE:
            self._tell(f"stilen {shorten(self.style)} får inte finnas i en bild")
        self.style = ""

    def characters(self, content):
        """Text stands where text is shown."""
        name = self.open[-1]
        if character := unseen(content):
            self._tell(f"bildens text har tecknet {character}, som inte syns")
        if name == "style":
            self.style += content
        elif name not in _WORDS and content.strip():
            self._tell(f"texten {shorten(content.strip())} får inte stå i {shorten(name)}")

    def endDocument(self):
        """Everything that is pointed at is there, and comes to no more than a picture can be."""
        missing = [id for id in (*self.used, *sorted(self.painted)) if id not in self.lengths.keys() | self.paints]
        missing += [id for id in self.used if id in self.paints] + [id for id in self.painted if id in self.lengths]
        for id in missing[:5]:
            self._tell(f"#{id} är inget i bilden som kan användas så")
        if sum(self.lengths.get(id, 0) for id in self.used) > _LONGEST:
            self._tell("bilden ritar för mycket")

    def _tell(self, fault: str) -> None:
        self.told.setdefault(fault)
        if len(self.told) > 5:
            raise _EnoughError

    def _fits(self, element: str, attribute: str, value: str) -> bool:
        if attribute in ("href", "xlink:href"):
            form = _HREFS.get(element)
            return bool(form and form.fullmatch(value)) and (element != "image" or _is_image(value))
        if attribute == "style":
            return all(map(_DECLARATION.fullmatch, value.split(";")))
        return not unseen(value) and any(
            names.fullmatch(attribute) and values.fullmatch(value) for names, values in _ATTRIBUTES
        )

    def _refer(self, name: str, attributes) -> None:
        """Note what is pointed at. What is itself pointed at points at nothing, so no picture is without end."""
        id = attributes.get("id")
        if id in self.lengths or id in self.paints:
            self._tell(f"namnet {shorten(id)} finns två gånger i bilden")
        if id and name == "path":
            self.lengths[id] = len(attributes.get("d", ""))
        elif id and name in _POINTED_AT:
            self.paints.add(id)
        used = [value[1:] for key, value in attributes.items() if name == "use" and key.endswith("href")]
        painted = re.findall(rf"url\(#({_ID})\)", " ".join(attributes.values()))
        if (used or painted) and (_POINTED_AT | {"defs"}) & set(self.open):
            self._tell(f"{name} i {self.open[-2]} får inte peka på något annat i bilden")
        self.used += used
        self.painted.update(painted)


def _is_image(address: str) -> bool:
    """Whether `address` holds a PNG of a size that can be drawn."""
    try:
        content = base64.b64decode(address.partition(",")[2])
    except binascii.Error:
        return False
    size = int.from_bytes(content[16:20]) * int.from_bytes(content[20:24])
    return content[:16] == b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" and 0 < size <= _LARGEST
