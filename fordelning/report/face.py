"""The document's type face as a page carries it: a subset with the letters that it needs."""

import base64
from functools import cache

import uharfbuzz as hb

from fordelning.base import profile

_FEATURES = ("kern", "liga", "ccmp", "locl")
# What Swedish names and amounts are written with.
SWEDISH = frozenset(
    map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäöé0123456789 \u00a0.,:;!?&%()/+=-–−…»")
)


def notebook() -> dict[int, str]:
    """What a notebook carries, once: by weight, the styles that pictures are written in.

    Without kerning, which takes as much room as half the letters.
    """
    return {400: subset("regular", SWEDISH, ()), 700: subset("bold", SWEDISH, ())}


@cache
def subset(style: str, letters: frozenset[int], features: tuple[str, ...] = _FEATURES) -> str:
    """The face in one of the styles of `profile.fonts`, with the `letters` alone, as base64 of TrueType."""
    face = hb.Face(hb.Blob.from_file_path(str(profile.fonts()[style])))
    wanted = hb.SubsetInput()
    # TrueType as it is: a compressed form would differ between versions of the compressor.
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.sets(hb.SubsetInputSets.UNICODE).update(letters)
    kept = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    kept.clear()
    kept.update(int.from_bytes(name.encode(), "big") for name in features)
    return base64.b64encode(hb.subset(face, wanted).blob.data).decode()
