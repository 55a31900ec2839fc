"""What an amount is for, and where the money is taken, in the words that stand by it."""

import re

_KIND = (
    r"anslag|reserv|medel|pott|fond|konto|bidrag|finansverksamhet|finansförvaltning|avsättning|buffert|kapital|pengar"
    r"|poster?\b|överskott|likvid|stöd|satsning"
)
_WORD = r"(?!(?:som|vilket|till|åt|och|med|om|under|beslutar?)\b|(?:19|20)\d\d\b)[\w&-]+"
_ABOUT = (
    r"(?:\s+(?:för|om|mot|till(?= förfogande))\s+(?!\d)[\w-]+"
    r"(?:\s+(?:och\s+)?(?!till\b|och\b|ur\b|med\b|om\b)[\w-]+){0,4})?"
)
_SUM = rf"(?P<pot>(?!ianspråk|avsätta?s?\b)(?:{_WORD}\s+){{0,4}}?[\w-]*(?:{_KIND})\w*{_ABOUT})"
_POT = re.compile(
    r"(?<!bedömning )\b(?:ur|från|inom|belasta[rs]?|ianspråktagande av|ta[rs]? (?:i anspråk|ur|av|från)|genom|via"
    rf"|kopplat till|finansier\w+ (?:\w+ )?(?:med|av|över))\s+{_SUM}",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"\bur\s+(?P<pot>{_WORD}(?:\s+{_WORD}){{0,6}}?)(?=\s+(?:utdela|bevilja|anslå|till|för)\w*\b|[.,;]|$)",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\bav\s+(?:de(?:n|t)?\s+)?(?:\d[\d ,]*\w+\s+(?:av|i)\s+)?"
    rf"(?P<pot>(?:[\w&-]+\s+){{0,2}}?[\w-]*(?:medlen|medel|anslaget|reserven|potten|bidraget|tillskottet)\b{_ABOUT})",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?P<pot>kommunbidrag|statsbidrag)\w*\b[^.;]{0,200}$", re.IGNORECASE)
_SHARED = re.compile(  # "medel för oförutsedda behov till 20 miljoner kronor som fördelas med", "av bidraget om"
    r"(?P<pot>(?:\b(?!(?:bevilja|tilldela|(?:om)?fördela|avsätta|anvisa|lämna|utbetala|(?:över)?föra|samt|ett|att)\b)(?-i:[a-zåäö-]+(?:t|a|na|de))\s+){0,2}?\b(?!koncern|tillägg)[\w-]*(?:medel|medlen|bidrag|bidraget|stöd|stödet|pott|potten)\b"
    r"(?:\s+(?:för|till)\s+(?!\d)[\w-]+(?:\s+(?:och\s+)?(?!till\b|om\b|på\b|\d)[\w-]+){0,4}?)?)"
    r"\s+(?:(?:för\s+)?(?:19|20)\d\d\s+)?(?:till|om|på|med|uppgående till)\s+(?:totalt|sammanlagt)?\s*$",
    re.IGNORECASE,
)
_KIND_OF = re.compile(
    r"\s*(?:i|som)\s+(?:\w+\s+){0,2}?(?P<pot>\w{3,}(?:bidrag|stöd|medel))\b|\s*(?P<plain>\w{4,}(?:bidrag|stöd))\b",
    re.IGNORECASE,
)
_SET_ASIDE = re.compile(
    r"\b(?:avsatt|avsätt|reserver|budgeter)\w*\s+(?:i|för|inom)\s+(?P<pot>[\w-]+(?:\s+(?!för\b)[\w-]+){0,5})",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"[^.;:]{0,80}?\b(?:för att|i syfte att|avseende|avser|gällande|att användas (?:till|för)|för|till)\s+(?P<measure>"
    r"(?!(?:år|förmån|(?:19|20)[0-9]{2}|(?:\w+\s+)?\w*nämnd\w*|\w*styrelse\w*|\w*fullmäktige|\w+kontoret|\w+förvaltningen"
    r"|att|den|detta|dess|sin|dessa|detta|följd|förfogande|och|oförutse\w+)\b)"
    r"(?-i:[a-zåäö]|[A-ZÅÄÖ]\w+s\s+[a-zåäö\d])[^.,;:]{3,90})",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"[^.;:]{0,60}?\b(?:på grund av|till följd av|med anledning av|genom)\s+(?P<measure>[^.,;:]{4,90})", re.IGNORECASE
)
_MEANT = re.compile(
    r"\s*(?:Medlen|Pengarna|Beloppet|Bidraget|Anslaget|Tillskottet|Satsningen|Stödet)\s+"
    r"(?:ska(?:ll)?\s+|får\s+)?(?:användas?\s+(?:till|för)|används\s+(?:till|för)|avser|går\s+till|gäller)\s+"
    r"(?:att\s+)?(?P<measure>[^.,;:]{4,90})",
)
_COMPOUND = re.compile(
    r"(?:^|\n)\s*(?:utökning|minskning|ökning|effektivisering|förstärkning|besparing|satsning)\s+"
    r"(?:av\s+|till\s+|för\s+|inom\s+|på\s+)?(?P<line>[^\d:,\n]{4,80}?)[\s–-]*$|"
    r"\b(?P<measure>\w+(?:tillskott|kompensation|koncernbidrag)|koncernbidrag)\s+(?:om|med|på)?\s*$",
    re.IGNORECASE,
)
_AS = re.compile(r"[^.;:]{0,60}?\bsom\s+(?P<measure>\w+kompensation)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"\s+(?:(?:för|under|från|inför)\s+(?:år\s+|hela\s+|budget\s+)?(?:19|20)[0-9]{2}"
    r"|(?:för|till|från|ur)\s+(?:[\w-]+\s+)?\w*(?:nämnd|styrelse|reserv)|enligt\b|från och med|\("
    r"|och\s+(?:\S+\s+){1,5}?(?:får|tilldelas)\b"
    r"|(?:samt|och)\s+(?:att\s+)?(?:till|med|om)\b|i enlighet|ur\s).*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s+(?:år\s+|budget\s+)?(?:19|20)[0-9]{2}\b.*")
_FIRST = re.compile(
    r"\A(?:(?:bland annat|att|kunna|fortsätta (?:arbeta )?med|det|den|de|en|ett)\s+)+(?=\S)", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(?:medel|anslag|bidrag|pott)\w*\s+(?:för|till att)\s+(?!oförutse)(?P<measure>\S.{3,})", re.IGNORECASE
)
_OBJECT = re.compile(r"\b(?:ett|en)\s+(?P<measure>[^.,;\d]{4,80}?)\s+(?:om|på)\s*$", re.IGNORECASE)
_ROW = re.compile(
    r"\s*(?:Bidrag(?:et)?|Stöd(?:et)?|Medlen|Beloppet|Avser)\s+(?:avser\s+|går\s+)?(?:till|för)?\s*(?P<measure>[^.,;:]{4,90})"
)
_LOOSE = re.compile(r"(?:\s+(?:och|samt|år|under|för|till|med|om|i|på|från|av|som|att|–|-))+$", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?P<act>(?:utbetalning|fördelning|utdelning|användning|omfördelning|tilldelning|disponering|ansökan|ansökningar"
    r"|begäran|äskande|ianspråktagande|nyttjande)\w*)\s+(?:av|om|ur|för)\s+)?"
    r"(?P<plain>(?:(?:extra|ytterligare|särskilda|utökade|nya|utökat|nytt)\s+)?(?:tilläggs|investerings)?(?:anslag|medel|pengar|finansiering"
    r"|kompensation|tillskott|ersättning|budget|ramökning|förstärkning|satsning(?:ar)?))?"
    r"(?P<sum>(?:(?!(?:till|för|av|ur|om|avseende)\b)[\w&-]+\s+){0,4}[\w-]*(?:stöd|bidrag|medel|stipendi\w+|fond|pott|peng\w*|stiftelse\w*|miljard\w*)(?:en|et|er|erna|ar|n)?)?"
    r"(?:\s+(?:för\s+|år\s+)*(?:19|20)\d\d)?"
    r"(?P<about>\s+(?:till följd av|på grund av|till|för|avseende|gällande|mot|inom)\s+[^\n–:;]{4,90})?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\s*(?:till följd av|på grund av|till|för|avseende|gällande|mot|inom)\s+(?:att\s+)?", re.IGNORECASE
)
_LONGEST = 60


def pot_name(said: str, first: str, before: str) -> str:
    """Where the money comes from, as the sentence `said` of the amount says; "" if it does not.

    `first` is what stands before the first amount of the sentence, and `before` what stands before this one.
    """
    found = (
        _POT.search(said)
        or _OUT_OF.search(said)
        or _PART_OF.search(said)
        or _SHARED.search(first)
        or _OF.search(before)
    )
    return _short(found["pot"]) if found else ""


def kind_of_money(after: str) -> str:
    """The kind of money that the words after an amount call it: "180 000 kr i verksamhetsbidrag"."""
    found = _KIND_OF.match(after)
    return _short(found["pot"] or found["plain"]) if found else ""


def set_aside_in(heading: str) -> str:
    """What a heading says that its amount is set aside in."""
    found = _SET_ASIDE.search(heading)
    return _short(found["pot"]) if found else ""


def measure_name(after: str) -> str:
    """What the words after an amount say that it is for."""
    return _measure(_FOR.match(after))


def reason(after: str) -> str:
    """Why an amount is what it is, as the words after it say: "på grund av lägre elpriser"."""
    return _measure(_WHY.match(after))


def meant_for(following: str) -> str:
    """What the sentence after that of an amount says that the money is for."""
    return _measure(_MEANT.match(following))


def of_row(after: str) -> str:
    """What the words after the only row of a table say that its money is for: "Bidrag till en ny våg"."""
    return _measure(_ROW.match(after))


def of_order(before: str) -> str:
    """What is to be given, as the words before an amount that somebody is told to give call it."""
    return _measure(_OBJECT.search(before))


def of_pot(pot: str) -> str:
    """What the name of a pot says that its money is for: "medel för stärkt klimatanpassning"."""
    return _measure(_WITHIN.search(pot))


def called(before: str, after: str) -> str:
    """The word that names an amount by what it compensates or adds to: "ett aktieägartillskott om"."""
    found = _COMPOUND.search(before) or _AS.match(after)
    return next((name for name in found.groups() if name), "") if found else ""


def of_title(title: str) -> tuple[str, str]:
    """The money that a title says is handed out, and what it says that it is for; each "" where it does not."""
    found = _TITLE.match(title.strip())
    if not found or not (found["plain"] or found["sum"]):
        return "", ""
    about = found["about"] or ""
    if found["plain"]:
        return "", _short(_YEAR.sub("", _PREPOSITION.sub("", about, count=1)))
    return _short(_YEAR.sub("", found["sum"] + about)), ""


def _measure(found: re.Match[str] | None) -> str:
    return _FIRST.sub("", _short(_YEAR.sub("", " ".join(found["measure"].split())))) if found else ""


def _short(words: str) -> str:
    """Words on one line without the year and the board after them, cut between two of them."""
    text = _AFTER.sub("", " ".join(words.split()))
    return _LOOSE.sub("", text if len(text) <= _LONGEST else text[: _LONGEST + 1].rpartition(" ")[0])
