"""The marks of footnotes: behind a figure or a name, alone in a cell, and before the note itself."""

import re

_PLAIN, _HIGH = "0123456789abcdefghi()", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱ⁽⁾"
RAISED = f"{_HIGH}ª"  # the signs that are no part of a word or a number
_LOWERED, _LIFTED = str.maketrans(RAISED, f"{_PLAIN}a"), str.maketrans(_PLAIN, _HIGH)
_SIGNS = rf"[*†‡{RAISED}]"
_BRACKETED = r"\[(?:[0-9]{1,2}|[a-h])\]"
_BEHIND = rf"\s*{_SIGNS}|(?<={_SIGNS})\)| [0-9]{{1,2}}\)|\s?{_BRACKETED}"
_BEHIND_NAME = re.compile(rf"(?:(?:{_BEHIND}),?)+$")
_BEHIND_FIGURE = re.compile(rf"(?:{_BEHIND}| ?[a-h]\)|\^[0-9a-h]|,(?={_SIGNS}))+$")
_ONE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[ᵃᵇᶜᵈᵉᶠᵍʰⁱª]|\*+|†+|‡+|[0-9]{1,2}|(?<!\w)[a-h](?!\w)")
ALONE = re.compile(rf"{_SIGNS}+\)?|[0-9]{{1,2}}[.)]?|[a-h]\)|{_BRACKETED}")
_NOTE = re.compile(
    r"(?:(?:fot)?not\.? ?(?P<n>[0-9]{1,2})|"
    rf"(?P<m>{_SIGNS}+|(?:[0-9]{{1,2}}(?=[).:]? )|[a-h](?=\) ))|{_BRACKETED}|\^[0-9a-h]))[).:]? *(?=\S)",
    re.I,
)


def behind_figure(text: str) -> tuple[str, tuple[str, ...]]:
    """A written figure without the marks behind it, and the marks."""
    return _parted(text, _BEHIND_FIGURE)


def behind_name(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the marks behind it, and the marks; a letter with a bracket may well be part of the name."""
    return _parted(text, _BEHIND_NAME)


def listed(text: str) -> tuple[str, ...]:
    """The marks in a text of marks alone."""
    return tuple(one.translate(_LOWERED) for one in _ONE.findall(text))


def note(text: str) -> tuple[str, str] | None:
    """Mark and text of a line that is a footnote; None for any other line."""
    found = _NOTE.match(text)
    if not found:
        return None
    return (found["n"] or found["m"].strip("[]^").translate(_LOWERED).strip("()")), text[found.end() :].strip()


def raised(text: str) -> str:
    """`text` raised where it is digits, or one letter."""
    return text.translate(_LIFTED) if re.fullmatch(r"[\W\d_]*[a-h]?[\W\d_]*", text) else text


def _parted(text: str, behind: re.Pattern[str]) -> tuple[str, tuple[str, ...]]:
    found = behind.search(text)
    if not found or not text[: found.start()].strip():
        return text, ()
    return text[: found.start()].strip(), listed(found.group())
