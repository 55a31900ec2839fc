"""The words that say which way money goes: more or less, to or from, and who only decides on it."""

import re

_TO = re.compile(
    r"(?:\b(?:till|till förmån för|åt|tillförs?|tillföra|tillfaller|tilldela[rs]?|ger|ges|läggs (?:på|i|hos)"
    r"|mottagare|mottagande(?: nämnd)?|(?:ersätter|kompenserar)|(?:används|disponeras|utnyttjas) av)|→|->)[\s*:]+$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:överförs?|flyttas|går|förs|används|disponeras|omfördelas|omdisponeras|ersätter|kompenserar|bidrar)\b", re.IGNORECASE
)
_SAVED = re.compile(
    r"\b(?:besparing|neddrag|effektivisering|sparkrav|sparbeting)[^.;]*\b(?:läggs )?på[\s*:]+$", re.IGNORECASE
)
_OF = re.compile(r"(?<!\bsin )\b(?:anslag|ram|budget|bidrag|stöd)\w{0,4}\s+till[\s*]+$", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:från|ur)\b", re.IGNORECASE)  # "från socialnämndens ram till"
_FROM = re.compile(
    r"\b(?:från|ur|belastar?|(?:betala|bekosta)\w*\s+av|finansier\w*(?:\s+\w+){0,3}\s+(?:genom|via)"
    r"|givare|(?:av|över)?lämnande(?: nämnd)?)[\s*:]+$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:får|erhåller|övertar|tar över|(?:ersätt|kompenser)\w*)\b[^.;]*(?:kr|kronor|\d)\s+av[\s*]+$", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:återrapport|rapport|redovis|yttra|skrivelse|återkom|vänd)\w*\s+(?:\w+\s+)?till[\s*]+$", re.IGNORECASE
)
_BY = re.compile(r"\b(?:av|med|enligt|via|genom|mot)[\s*]+$", re.IGNORECASE)
_DECIDES = re.compile(
    r"\s+(?:(?:har|hade|ska|skall)\s+)?(?:beslut|beslöt|föresl(?!ås)|anse|anför|bedöm|godkän|medge|uppdr|noter|konstater|yrka"
    r"|tillstyrk|avstyrk|bered|fastställ|behandla|redovisa|framhåll|samordna|förslag|ordförande|arbetsutskott"
    r"|sammanträde|förvaltning|tjänste|yttrande|protokoll|ansvar|uppdrag|hemställ"
    r"|framställ|begär|ansök|skrivelse)",
    re.IGNORECASE,
)
_THAT_GETS = re.compile(r",? som (?:får|erhåller|ges|till(?:förs|delas))\b", re.IGNORECASE)  # "i likhet med A, som får"
_LESS = re.compile(
    r"\b(?:minsk(?:as?|ar|ning\w*|a[dt]e?s? (?:ram|budget|anslag)\w*)|reducer\w+|sänk(?:s|er|as?|ning\w*)"
    r"|avgå\w*|avstå\w*|avläm\w+|lämnar|neddrag\w*|indrag\w*"
    r"|effektiviseringskrav|spara[rs]?|förlorar|(?:ram|budget|anslag)\w* (?:sänkt|minska[dt])|sparkrav|sparbeting\w*|återlämna\w*|dras? (?:in|ned|av|från)|besparing\w*"
    r"|överför|flyttar|tas från|räknas ne[dr]|minus|mindre(?! än))\b|→|->",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:ök(?:as?|ar|ning\w*|a[dt]e?s? (?:ram|budget|anslag)\w*)|utök\w+|tillför\w*|tillkom\w*|tillskott\w*"
    r"|förstärk(?:s|er|as?|ning)|höj(?:s|er|as?|ning\w*)|tilldela\w*|anslå\w*|bevilja\w*|mottar|mottagande|övertar|tar över|vinner|(?:ram|budget|anslag)\w* (?:höj[dt]|öka[dt])|räknas upp|plus)\b",
    re.IGNORECASE,
)
_GETS = re.compile(r"\b(?:får|erhåller)\b", re.IGNORECASE)
_ELSE = re.compile(r"intäkt|kostnad|underskott|reserv|avgift", re.IGNORECASE)  # what is less may then be more
_GIVER = re.compile(r"\W*(?:från|avlämnande|lämnande|minskning|minskas)\b(?!.*\d)", re.IGNORECASE)
_TAKER = re.compile(r"\W*(?:till|mottagande|ökning|ökas)\b(?!.*\d)", re.IGNORECASE)
_REACH = 60  # letters before a name where a word of direction is looked for


def direction(said: str) -> int:
    """Which way words say that money goes: 1 for more, -1 for less; 0 where they do not, or say both."""
    less, more = bool(_LESS.search(said)), bool(_MORE.search(said))
    if _ELSE.search(said) or (less and more):
        return 0
    return -1 if less else int(more or bool(_GETS.search(said)))


def of_column(head: str) -> int:
    """Which way money goes in a column: to those who are named in it, or from them."""
    return -1 if _GIVER.match(head) else 1 if _TAKER.match(head) else 0


def before(text: str, start: int, end: int) -> int:
    """Which way the word before a name says: 1 for "till", -1 for "från"; what "anslaget till" it does is not said."""
    said = text[max(0, start - _REACH) : start]
    if _SAVED.search(said) or (_GIVEN.search(said) and not text[start:end].endswith("s")):
        return -1
    if _TOLD.search(said) or (_OF.search(said) and not _OUT_OF.search(said)):
        return 0
    return 1 if _TO.search(said) else -1 if _FROM.search(said) else 0


def is_moved(said: str) -> bool:
    """Whether words between two names say that money goes from the one to the other."""
    return bool(_MOVED.search(said))


def is_slight(text: str, start: int, end: int) -> bool:
    """Whether a name is there for another reason than money: who decides, with whom, by whose account, who is told."""
    said = text[max(0, start - _REACH) : start]
    by = _BY.search(said) if not _THAT_GETS.match(text, end) else None
    own = by and by[0].lower().startswith("av") and text[start:end].endswith("s")  # "en ökning av nämndens ram"
    return bool((by and not own) or _TOLD.search(said) or _DECIDES.match(text, end))
