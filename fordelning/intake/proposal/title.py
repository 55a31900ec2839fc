"""The money that a document's title names, and what the title says that it is for."""

import re

from .phrase import without_year

_TITLE = re.compile(
    r"(?:(?:\w+\s+){0,2}?(?:utbetalning|fördelning|utdelning|användning|omfördelning|tilldelning|disponering|ansökan|ansökningar"
    r"|begäran|äskande|ianspråktagande|nyttjande)\w*\s+(?:av|om|ur|för)\s+)?"
    r"(?P<plain>(?:(?:extra|ytterligare|särskilda|utökade|nya|utökat|nytt)\s+)?(?:tilläggs|investerings)?(?:anslag|medel"
    r"|pengar|finansiering|kompensation|tillskott|ersättning|budget|budgetering|ramökning|förstärkning|satsning(?:ar)?))?"
    r"(?P<sum>(?:(?!(?:till|för|av|ur|om|avseende|från|på|kommun|stad)\b|\w*(?:nämnd|styrelse))[\w&-]+\s+){0,4}"
    r"[\w-]*(?:stöd|bidrag|medel|stipendi\w+|fond|pott|peng\w*|stiftelse\w*|miljard\w*)(?:en|et|er|erna|ar|n)?\b)?"
    r"(?:\s+(?:för\s+|år\s+)*(?:19|20)\d\d)?"
    r"(?P<about>\s+(?:till följd av|på grund av|till|för|avseende|gällande|mot|inom)\s+"
    r"(?!\S*(?:nämnd|styrelse))[^\n–:;]{4,90})?",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:ekonomiskt|avsatta|beviljade|särskilda|extra)\s+)?(?:bidrag|stöd|medel)(?:en|et)?", re.IGNORECASE
)
_PREPOSITION = re.compile(
    r"\s*(?:till följd av|på grund av|till|för|avseende|gällande|mot|inom)\s+(?:att\s+)?", re.IGNORECASE
)


def of_title(title: str) -> tuple[str, str]:
    """The money that a title says is handed out, and what it says that it is for; each "" where it does not."""
    found = _TITLE.match(title.strip())
    if not found:
        return "", ""
    money, about = (found["sum"] or "").strip(), found["about"] or ""
    if found["plain"]:
        return "", without_year(_PREPOSITION.sub("", about, count=1))
    if not money or (_BARE.fullmatch(money) and not about):
        return "", ""
    return without_year(money + about), ""
