"""Where the money is taken, in the words that stand by an amount."""

import re

from .phrase import shortened

_KIND = (
    r"anslag|reserv|medel|pott|fond|konto|bidrag|finansverksamhet|finansförvaltning|avsättning|buffert|kapital|pengar"
    r"|poster?\b|budgeten(?= för)|överskott|likvid|stöd|satsning"
)
_WORD = r"(?!(?:som|vilket|till|åt|och|med|om|under|beslutar?)\b|(?:19|20)\d\d\b)[\w&-]+"
_ABOUT = (
    r"(?:\s+(?:för|om|mot|till(?= förfogande))\s+(?!\d)[\w-]+"
    r"(?:\s+(?:och\s+)?(?!(?:till|och|ur|med|om|minskas|sänks)\b)[\w-]+){0,4})?"
)
_TAKEN = re.compile(
    r"(?<!bedömning )\b(?:ur|från|inom|belasta[rs]?|ianspråktagande av|ta[rs]? (?:i anspråk|ur|av|från)|genom|via"
    r"|kopplat till|finansier\w+ (?:\w+ )?(?:med|av|över))\s+(?:att\s+)?"
    rf"(?P<pot>(?!ianspråk|avsätta?s?\b)(?:{_WORD}\s+){{0,4}}?[\w-]*(?:{_KIND})\w*{_ABOUT})",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"\bur\s+[”\"'»]?(?P<pot>{_WORD}(?:\s+{_WORD}){{0,6}}?)(?=\s+(?:utdela|bevilja|anslå|till|för)\w*\b|[.,;]|$)",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\bav\s+(?:de(?:n|t)?\s+)?(?:\d[\d ,]*\w+\s+(?:av|i)\s+)?(?P<pot>(?:[\w&-]+\s+){0,2}?"
    rf"[\w-]*(?:medlen|medel|anslaget|reserven|potten|bidraget|tillskottet|budgeten|ersättningen)\b{_ABOUT})",
    re.IGNORECASE,
)
_SET_ASIDE_FOR = re.compile(
    r"\bmedel\b[^.,;]{0,40}\bsom\b[^.,;]{0,40}\bavsatt\w*\s+(?:för|till)\s+(?P<pot>[^.,;:\d]{3,60}?)(?=[.,;]|\s+till\s|$)",
    re.IGNORECASE,
)
_SHARED = re.compile(  # "medel för oförutsedda behov till 20 miljoner kronor som fördelas med", "av bidraget om"
    r"(?P<pot>(?:\b(?!(?:bevilja|tilldela|(?:om)?fördela|avsätta|anvisa|lämna|utbetala|(?:över)?föra|samt|att)\b)"
    r"(?-i:[a-zåäö-]+(?:t|a|na|de))\s+){0,2}?"
    r"\b[\w-]*(?:medel|medlen|(?:stats|kommun)bidrag|bidraget|stödet|potten)\b"
    r"(?:\s+(?:för|till)\s+(?!\d)[\w-]+(?:\s+(?:och\s+)?(?!till\b|om\b|på\b|\d)[\w-]+){0,4}?)?)"
    r"\s+(?:(?:för\s+)?(?:19|20)\d\d\s+)?(?:till|om|på|med|uppgående till)\s+(?:totalt|sammanlagt)?\s*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:medel|medlen|bidrag|stöd|anslag|pengar)", re.IGNORECASE)
_SPREAD = re.compile(  # "fördelar tilläggsbelopp för likvärdig skola enligt följande"
    r"\b(?:för)?dela(?:r|s)?\s+(?P<pot>(?!med\b|ut\b)[^.,:;\d]{4,70}?)\s+(?:för\s+(?:19|20)\d\d\s+)?"
    r"(?:enligt|på följande|så här)",
    re.IGNORECASE,
)
_USED = re.compile(
    rf"(?:^|[.;:]\s+|\n)\s*(?P<pot>(?:[\w&-]+\s+){{0,3}}?[\w-]*(?:{_KIND})\w*{_ABOUT})\s+"
    r"(?:tas i anspråk|används för att finansiera|belastas)",
    re.IGNORECASE,
)
_GIVEN_ON = re.compile(
    r"\b(?P<pot>\w{5,}(?:en|et|n))\s+(?:fördelas|används|disponeras)\s+(?:enligt|på följande|så)\b", re.IGNORECASE
)
_COMMUNAL = re.compile(r"\b(?P<pot>kommunbidrag|statsbidrag)\w*\b[^.;]{0,200}$", re.IGNORECASE)
_KIND_AFTER = re.compile(
    r"\s*(?:i|som)\s+(?:\w+\s+){0,2}?(?P<pot>\w{3,}(?:bidrag|stöd|medel))\b|\s*(?P<plain>\w{4,}(?:bidrag|stöd))\b",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(r"\bett\s+(?:\w+\s+)?(?P<pot>\w{3,}(?:bidrag|stöd))\s+(?:om|på|med)\s*$", re.IGNORECASE)
_SET_ASIDE = re.compile(
    r"\b(?:avsatt|avsätt|reserver|budgeter)\w*\s+(?:i|för|inom)\s+(?P<pot>[\w-]+(?:\s+(?!för\b)[\w-]+){0,5})",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"[^.;]{0,20}?\b(?:avsatt|reserver|budgeter)\w*\s+(?:för\s+[^.;\d]{3,60}?\s+)?i\s+(?P<pot>(?!(?:budget|mål)\b)[\w-]{4,})",
    re.IGNORECASE,
)


def pot_name(said: str, first: str, before: str) -> str:
    """Where the money comes from, as the sentence `said` of the amount says; "" if it does not.

    `first` is what stands before the first amount of the sentence, and `before` what stands before this one.
    """
    if aside := _SET_ASIDE_FOR.search(said):
        return shortened(f"medel för {aside['pot']}")
    found = (
        _TAKEN.search(said)
        or _USED.search(said)
        or _OUT_OF.search(said)
        or _PART_OF.search(said)
        or _SHARED.search(first)
        or _GIVEN_ON.search(said)
        or _COMMUNAL.search(before)
    )
    name = shortened(found["pot"]) if found else ""
    return "" if _BARE.fullmatch(name) else name


def spread_in(said: str) -> str:
    """What a sentence that leads in a list says that the list divides."""
    found = _SPREAD.search(said)
    return "" if not found or _BARE.fullmatch(found["pot"]) else shortened(found["pot"])


def kind_of_money(before: str, after: str) -> str:
    """The kind of money that the words about an amount call it: "180 000 kr i verksamhetsbidrag"."""
    found = _KIND_AFTER.match(after)
    if found:
        return shortened(found["pot"] or found["plain"])
    found = _KIND_BEFORE.search(before)
    return found["pot"] if found else ""


def set_aside_in(heading: str) -> str:
    """What a heading says that its amount is set aside in."""
    found = _SET_ASIDE.search(heading)
    return shortened(found["pot"]) if found else ""


def kept_in(after: str) -> str:
    """Where the money is said to be kept by what stands after its amount: "avsatta för lek i reserven"."""
    found = _KEPT.match(after)
    return found["pot"] if found else ""
