"""The document's type face: how wide a text is in it, and the subset that a page carries."""

import base64
import re
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb

from fordelning.base import profile

_FEATURES = ("kern", "liga", "ccmp", "locl")
_UNREAD = ("BASE", "GDEF", "GPOS", "GSUB", "gasp")  # tables that nothing reads where there are no features
_COPYRIGHT = 0  # the number of a name
# What Swedish names and amounts are written with.
SWEDISH = frozenset(
    map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäöé0123456789 \u00a0.,:;!?&%()/+=-–−…»")
)


def notebook() -> dict[int, str]:
    """What a notebook carries, once: by weight, the styles that pictures are written in.

    Without kerning, which takes as much room as half the letters, and with PostScript outlines where the face has them:
    they have fewer points.
    """
    return {weight: _lean(profile.fonts()[style]) for weight, style in ((400, "regular"), (700, "bold"))}


def _lean(path: Path) -> str:
    outlines = path.with_suffix(".otf")
    return _subset(outlines if outlines.exists() else path, SWEDISH, (), _UNREAD)


@cache
def subset(style: str, letters: frozenset[int], features: tuple[str, ...] = _FEATURES) -> str:
    """The face in one of the styles of `profile.fonts`, with the `letters` alone, as base64 of TrueType."""
    return _subset(profile.fonts()[style], letters, features, ())


@cache
def further(style: str, letters: frozenset[int]) -> bytes:
    """FURTHER_FONT in one of the styles of `profile.further_fonts`, with the `letters` alone, as TrueType."""
    path, weight = profile.further_fonts()[style]
    return _made(path, letters, _FEATURES, (), weight)


@lru_cache(maxsize=4096)
def text_width(text: str, bold: bool = False, size: float = profile.SIZES["table"]) -> float:
    """How wide `text` is, in points, from the first of its ink to the last."""
    font, buffer, at, edges = _measure(bold, bool(profile.further(text))), hb.Buffer(), 0, []
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    for glyph, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        ink = font.get_glyph_extents(glyph.codepoint)
        if ink is not None and ink.width:
            left = at + place.x_offset + ink.x_bearing
            edges += [left, left + ink.width]
        at += place.x_advance
    return (max(edges) - min(edges)) * size / font.face.upem if edges else 0.0


def unbroken(text: str) -> list[str]:
    """The parts of `text` that no line is broken within: its words, and their parts after a hyphen, dash or slash."""
    return re.split(r"[ \n]+|(?<=[-/–])", text)


@cache
def _measure(bold: bool, further: bool) -> hb.Font:
    style = "bold" if bold else "regular"
    path, weight = profile.further_fonts()[style] if further else (profile.fonts()[style], 0)
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    if weight:
        font.set_variations({"wght": weight})
    return font


def _subset(path: Path, letters: frozenset[int], features: tuple[str, ...], dropped: tuple[str, ...]) -> str:
    return base64.b64encode(_made(path, letters, features, dropped)).decode()


def _made(
    path: Path, letters: frozenset[int], features: tuple[str, ...], dropped: tuple[str, ...], weight: int = 0
) -> bytes:
    """The subset; of a file that holds all weights, in `weight`."""
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    wanted = hb.SubsetInput()
    if weight:
        wanted.pin_axis_location(face, "wght", weight)
    # OpenType as it is: a compressed form would differ between versions of the compressor.
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.sets(hb.SubsetInputSets.UNICODE).update(letters)
    kept = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    kept.clear()
    kept.update(map(_tag, features))
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(map(_tag, dropped))
    if dropped:  # nor its names, but for whose it is
        names = wanted.sets(hb.SubsetInputSets.NAME_ID)
        names.clear()
        names.add(_COPYRIGHT)
    return bytes(hb.subset(face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
