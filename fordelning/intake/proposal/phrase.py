"""Words of a document cut to a name: on one line, without the year, the recipient and the clause that follow them."""

import re

_AFTER = re.compile(
    r"\s+(?:(?:för|under|från|inför)\s+(?:år\s+|hela\s+|budget\s+)?(?:19|20)[0-9]{2}"
    r"|(?:för|till|från|ur)\s+(?:[\w-]+\s+)?\w*(?:nämnd|styrelse|reserv)|enligt\b|från och med|\("
    r"|och\s+(?:\S+\s+){1,5}?(?:får|tilldelas|erhåller|beviljas|tillförs)\b"
    r"|(?:samt|och)\s+(?:att\s+)?(?:till|med|om)\b|i enlighet|ur\s).*",
    re.IGNORECASE,
)
_DATED = re.compile(r"(\s(?:19|20)[0-9]{2})\s.*")
_YEAR = re.compile(r"\s+(?:år\s+|budget\s+)?(?:19|20)[0-9]{2}\b.*")
_LOOSE = re.compile(
    r"(?:\s+(?:och|samt|(?<!\d )år|under|för|till|med|om|i|på|från|av|som|att|–|-))+$",
    re.IGNORECASE,
)
_LONGEST = 60


def shortened(words: str) -> str:
    """Words without what follows a name, cut between two of them."""
    text = _AFTER.sub("", _DATED.sub(r"\1", " ".join(words.split())))
    return _LOOSE.sub("", text if len(text) <= _LONGEST else text[: _LONGEST + 1].rpartition(" ")[0])


def without_year(words: str) -> str:
    """Words as far as the year among them."""
    return shortened(_YEAR.sub("", " ".join(words.split())))
