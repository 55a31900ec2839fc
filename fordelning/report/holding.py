"""How a notebook holds a block: as its JSON, pressed where that is long, and a drawing in short for who looks at it."""

import base64
import json
import re
import zlib
from typing import Any

import deflate

PRESSED = "deflate"
_HARDEST = 12  # the level of libdeflate that takes the least room
_LONG = 500  # characters of JSON
_LARGEST = 100_000_000  # bytes of JSON


def held(block: dict[str, Any]) -> dict[str, Any]:
    """The JSON data `block`, or where that is long its type and base85 of DEFLATE, the same on every machine."""
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    if len(text) < _LONG:
        return block
    return {
        "type": block["type"],
        PRESSED: base64.b85encode(deflate.deflate_compress(text.encode(), _HARDEST)).decode(),
    }


def released(data: object) -> Any:
    """The block that is `held` as `data`, which can be anything; what is not pressed stays as it is."""
    if not isinstance(data, dict) or not isinstance(data.get(PRESSED), str):
        return data
    try:
        whole = zlib.decompressobj(-zlib.MAX_WBITS).decompress(base64.b85decode(data[PRESSED]), _LARGEST)
        return json.loads(whole)
    except (ValueError, zlib.error, RecursionError):
        return data


# What matplotlib writes, and a notebook does without: colours have roles, and parts have names, for pages alone.
_NEEDLESS = re.compile(
    r' id="[^"_]*_\d{1,4}"| class="[^"]*"| transform="rotate\(-0 [^"]*"|font-family: [^;"]*; |text-anchor: start; '
)
# What is for the whole page, which is JupyterLab's, and what is not painted.
_UNSEEN = re.compile(r'<defs><style.*?</style></defs>|<path d="[^"]*" style="fill:none"/>', re.DOTALL)


def short(svg: str) -> str:
    """The SVG element `svg` on one line, with two decimals and the type face of what it stands in."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if size:  # what is clipped to the whole picture is not clipped
        whole = rf'<clipPath id="([^"]*)">\s*<rect x="0" y="0" width="{size[1]}" height="{size[2]}"/>\s*</clipPath>'
        for name in re.findall(whole, svg):
            svg = svg.replace(f' clip-path="url(#{name})"', "")
        svg = re.sub(whole, "", svg)
    svg = re.sub(r"<[^>]*>", lambda tag: _short(tag[0]), re.sub(r"\s*\n\s*(?=<)", "", svg))
    svg = _UNSEEN.sub("", svg).replace("<svg ", '<svg stroke-linejoin="round" ', 1)
    groups = 1
    while groups:  # a group without attributes says nothing
        svg, groups = re.subn(r"<g>((?:(?!<g[ >]|</g>).)*)</g>", r"\1", svg)
    svg = re.sub(  # a surface, and then its edge
        r'<path d="([^"]*)" style="(fill:[^;"]*)"/><path d="\1" style="fill:none;(stroke:[^"]*)"/>',
        r'<path d="\1" style="\2;\3"/>',
        svg,
    )
    return re.sub(  # an edge, and then what covers the inner half of it
        r'<path d="([^"]*)" style="fill:none;(stroke:[^"]*)"/><path d="\1" style="(fill:[^;"]*)"/>',
        r'<path d="\1" style="\3;\2;paint-order:stroke"/>',
        svg,
    )


def _short(tag: str) -> str:
    tag = re.sub(r" ?\b([CLMQ]) ", r"\1", _NEEDLESS.sub("", " ".join(tag.split())))
    tag = re.sub(r' style="[^"]*"', lambda style: re.sub("([:;]) ", r"\1", style[0]), tag)
    tag = re.sub(r"#(.)\1(.)\2(.)\3\b", r"#\1\2\3", tag.replace(' z"', 'z"'))
    return re.sub(r"(\d\.\d\d)\d+", r"\1", tag)
