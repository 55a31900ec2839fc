"""The words that say which way money goes: more or less, to or from, and who only decides on it."""

import re

from .passage import unwrapped

_RAM = r"(?:ram|budget|anslag)\w*"
_TO = re.compile(
    rf"(?:\b(?:till(?: {_RAM} för)?|till förmån för|åt|tillförs?|tillföra|tillfaller|tilldela[rs]?|ger|ges"
    r"|läggs (?:på|i|hos)|ersätter|kompenserar|krediteras|mottagare|mottagande(?: nämnd)?(?: är)?"
    r"|(?:används|disponeras|utnyttjas) av)(?:\s+den(?:\s+[a-zåäö]+[ae])?)?|→|->)[\s*:]+$",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:(?:från|ur)(?: {_RAM} för)?|belastar?|på bekostnad av|(?:betala|bekosta)\w*\s+av"
    r"|finansier\w*(?:\s+\w+){0,3}\s+(?:genom|via|av|inom)|givare|(?:av|över)?lämnande(?: nämnd)?(?: är)?)[\s*:]+$",
    re.IGNORECASE,
)
_GIVEN = re.compile(  # "får 500 tkr av"
    r"\b(?:får|erhåller|övertar|tar över|(?:ersätt|kompenser)\w*)\b[^.;]*(?:kr|kronor|\d)\s+av[\s*]+$", re.IGNORECASE
)
_MOVED = re.compile(
    r"\b(?:överförs?|överföra|föra över|för över|återförs?|återgår|flyttas?|går|förs|används|disponeras|tillförs"
    r"|tillfaller|omfördelas?|omdisponeras?|ersätter|kompenserar|bidrar|krediteras)\b|→|->|\A\s+till\s+\S?\Z",
    re.IGNORECASE,
)
_SAVED = re.compile(
    r"\b(?:besparing|neddrag|effektivisering|sparkrav|sparbeting)[^.;]*\b(?:läggs )?på[\s*:]+$", re.IGNORECASE
)
_OF = re.compile(r"(?<!\bsin )\b(?:anslag|ram|budget|bidrag|stöd)\w{0,4}\s+till[\s*]+$", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:från|ur)\b", re.IGNORECASE)  # "från socialnämndens ram till"
_ASKED = re.compile(r"\b(?:ansök|begär|äsk|önskemål)\w*\s+från[\s*]+$", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:återrapport|rapport|redovis|yttra|skrivelse|återkom|vänd)\w*\s+(?:\w+\s+)?till[\s*]+$"
    r"|\b(?:förslag|beslut|uppdrag|yttrande|skrivelse|hemställan)\w*(?: |\n(?!\n))från[\s*]+$",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:av|med|enligt|via|genom|mot)[\s*]+$", re.IGNORECASE)
_DECIDES = re.compile(
    r"\s+(?:(?:har|hade|ska|skall)\s+(?:(?:under\s+\w+|i\s?dag|i\s?går|nu)\s+)?)?(?:beslut|beslöt|föresl(?!ås)|anse|anför|bedöm|godkän|medge(?!s)|uppdr|noter|påpek|konstater"
    r"|yrka|tillstyrk|avstyrk|bered|fastställ|behandla|redovisa|framhåll|samordna|förslag|ordförande|arbetsutskott"
    r"|sammanträde|förvaltning|tjänste|yttrande|protokoll|ansvar|uppdrag|hemställ|skrivelse"
    r"|delar\s(?!på|med|lika|ut|upp))",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\s+(?:(?:har|hade)\s+)?(?:framställ|begär|ansök)\w*(?P<own>\s(?:om\s)?\d)?", re.IGNORECASE)
_DECIDED_BY = re.compile(
    r"\b(?:föresl(?:år|og)|beslut(?:ar|ade)|beslöt|anser|bedömer|godkänner|tillstyrker|yrkar|vill|sa)"
    r"(?:[ \t*]|\n(?!\n))+$",
    re.IGNORECASE,
)
_MET = re.compile(r"\b(?:på|i|vid|under)[\s*]+$", re.IGNORECASE)
_AT = re.compile(r"\bhos[\s*]+$", re.IGNORECASE)
_THAT_GETS = re.compile(r",? som (?:får|erhåller|ges|till(?:förs|delas))\b", re.IGNORECASE)  # "i likhet med A, som får"
_HOW = rf"(?=\s+{_RAM}|\s+och\b|\s*(?:[.,;]|\Z))"  # the budget is, not the need or the cost
_LESS = re.compile(
    rf"\b(?:(?:ram|budget|anslags)?(?:minsk(?:as?|ar|ning\w*|a[dt]e?s? {_RAM})|sänk(?:s|er|as?|ning\w*))|lägre{_HOW}"
    rf"|reducer\w+|sänkt {_RAM}|{_RAM} (?:sänkt|minska[dt])|avgå\w*|avstå\w*|avläm\w+|lämnar|neddrag\w*|indrag\w*"
    r"|effektivisering(?=:)|effektiviseringskrav|effektiviserar|sparkrav|sparbeting\w*"
    r"|(?:ska|skall|måste|ålades att) sparas?|besparing\w*|förlorar|åter(?:lämna|betala)\w*|dras? (?:in|ned|av|från)"
    r"|överför|flyttar|tas från|(?:räknas|skrivs|skärs|justeras) ne[dr]|debiteras|minus|mindre(?! än))\b|→|->",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"\b(?:(?:ram|budget|anslags)?(?:ök(?:as?|ar|ning\w*|a[dt]e?s? {_RAM})|höj(?:s|er|as?|ning\w*))|högre{_HOW}"
    rf"|utök\w+|vidga\w*|höjd {_RAM}|{_RAM} (?:höj[dt]|öka[dt])|tillför\w*|tillkom\w*|tillskott\w*"
    r"|förstärk(?:s|er|as?|ning)"
    r"|tilldela\w*|anslå\w*|bevilja\w*|mottar|mottagande|tar emot|övertar|tar över|vinner"
    r"|(?:räknas|skrivs|justeras) upp|byggs (?:på|ut)|plus)\b",
    re.IGNORECASE,
)
_GETS = re.compile(r"\b(?:får|erhåller)\b", re.IGNORECASE)
_ELSE = re.compile(r"intäkt|kostnad|underskott|reserv|avgift", re.IGNORECASE)  # what is less may then be more
_PURPOSE = re.compile(  # behind an amount: what it is for, and not which way it goes
    r"\b(?:för(?! (?:år(?:et)? )?(?:19|20)\d\d)|till(?! \S*(?:nämnd|styrelse))|avseende|gällande|på grund av"
    r"|med anledning av|i syfte|eftersom|tack vare)\b[^.;,:]*",
    re.IGNORECASE,
)
_GIVER = re.compile(r"\W*(?:från|avlämnande|lämnande|lämnar|avstår|givare|minskning|minskas)\b(?!.*\d)", re.IGNORECASE)
_TAKER = re.compile(r"\W*(?:till|mottagande|mottagare|mottar|får|erhåller|ökning|ökas)\b(?!.*\d)", re.IGNORECASE)
_REACH = 60  # letters before a name where a word of direction is looked for


def direction(said: str) -> int:
    """Which way words say that money goes: 1 for more, -1 for less; 0 where they do not, or say both."""
    said = unwrapped(said)
    less, more = bool(_LESS.search(said)), bool(_MORE.search(said))
    if _ELSE.search(said) or (less and more):
        return 0
    return -1 if less else int(more or bool(_GETS.search(said)))


def is_contrary(said: str) -> bool:
    """Whether words that say less do not say it alone, so that no way is sure."""
    return bool(_LESS.search(unwrapped(said))) and direction(said) == 0


def without_purpose(after: str) -> str:
    """What stands behind an amount without what it is for: "med 500 tkr för ökade hyror"."""
    return _PURPOSE.sub(" ", after)


def of_column(head: str) -> int:
    """Which way money goes in a column: to those who are named in it, or from them."""
    return -1 if _GIVER.match(head) else 1 if _TAKER.match(head) else 0


def before(text: str, start: int) -> int:
    """Which way the word before a name says: 1 for "till", -1 for "från"; what "anslaget till" it does is not said."""
    said = unwrapped(text[max(0, start - _REACH) : start])
    if _SAVED.search(said) or _GIVEN.search(said):
        return -1
    if _TOLD.search(said) or _ASKED.search(said) or (_OF.search(said) and not _OUT_OF.search(said)):
        return 0
    return 1 if _TO.search(said) else -1 if _FROM.search(said) else 0


def without_role(said: str) -> str:
    """What stands before a name without the word that says which way it goes there."""
    return _TO.sub("", said)


def is_moved(said: str) -> bool:
    """Whether words between two names say that money goes from the one to the other."""
    return bool(_MOVED.search(said))


def is_slight(text: str, start: int, end: int) -> bool:
    """Whether a name is there for another reason than money: who decides, with whom, by whose account, who is told."""
    said = unwrapped(text[max(0, start - _REACH) : start])
    by = _BY.search(said) if not _THAT_GETS.match(text, end) else None
    own = by and by[0].lower().startswith("av") and text[start:end].endswith("s")  # "en ökning av nämndens ram"
    asks = _ASKS.match(text, end)
    asked = asks and (not asks["own"] or _AT.search(said))  # "hos kommunstyrelsen har nämnden begärt 500 tkr"
    met = "fullmäktige" in text[start:end].lower() and _MET.search(said)
    decides = _DECIDED_BY.search(said) or _DECIDES.match(text, end)
    return bool((by and not own) or asked or met or _TOLD.search(said) or decides)
