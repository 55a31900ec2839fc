"""What an amount is for, in the words that stand by it."""

import re

from .phrase import without_year

_FOR = re.compile(
    r"[^.;:]{0,80}?\b(?:för att|i syfte att|avseende|avser|gällande|att användas (?:till|för)|för|till)\s+(?P<measure>"
    r"(?!(?:\w+-,?\s+(?:och\s+)?){1,3}\w*nämnd|(?:år|förmån|(?:19|20)[0-9]{2}|(?:\w+\s+)?\w*nämnd\w*|\w*styrelse\w*"
    r"|\w*fullmäktige|\w+kontoret|\w+förvaltningen|att|(?:den|det|de)(?!\s+[a-zåäö]{4})|detta|dess|sin|dessa|följd|förfogande|ändamålet|syftet|uppdraget|och|oförutse\w+)\b)"
    r"(?-i:[a-zåäö]|[A-ZÅÄÖ]\w+s\s+[a-zåäö\d]|[A-ZÅÄÖ]{2,}\s(?:i|på|för)\s)[^.,;:]{3,90})",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*[,–-]\s+(?P<measure>(?-i:[a-zåäö])(?:[^.,;:\d\n]|\n(?=[a-zåäö])){3,60})[.,;]?\s*$")
_BEFORE = re.compile(
    r"\b\w*(?:budget|budgetering|anslag|medel|bidrag|tillskott|stöd)\s+(?:för|till|avseende)\s+"
    r"(?P<measure>(?!\d)[^.,;:\d]{4,80}?)\s+(?:om|på|med)\s*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"[^.;:]{0,60}?\b(?:på grund av|till följd av|med anledning av|genom(?! att\b))\s+(?P<measure>[^.,;:]{4,90})",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"(?:^|[.!]\s+|\n)\s*(?:Medlen|Pengarna|Beloppet|Bidraget|Anslaget|Tillskottet|Stödet|[A-ZÅÄÖ]\w+ingen)\s+"
    r"(?:ska(?:ll)?\s+|får\s+)?(?:användas?\s+(?:till|för)|används\s+(?:till|för)|avser|går\s+till|gäller)\s+"
    r"(?P<measure>[^.,;:]{4,90})",
)
_NOUN = re.compile(
    r"(?:^|\n)\s*(?:utökning|minskning|ökning|effektivisering|förstärkning|besparing|satsning)\s+"
    r"(?:av\s+|till\s+|för\s+|inom\s+|på\s+)?(?P<line>[^\d:,\n]{4,80}?)[\s–-]*$"
    r"|\b(?P<word>\w*(?:tillskott|kompensation)|koncernbidrag)\s+(?:om|med|på)?\s*$",
    re.IGNORECASE,
)
_AS = re.compile(r"[^.;:]{0,60}?\bsom\s+(?P<word>\w+kompensation)\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:medel|anslag|bidrag|pott)\w*\s+(?:för|till att)\s+(?!oförutse)(?P<measure>\S.{3,})", re.IGNORECASE
)
_OBJECT = re.compile(r"\b(?:ett|en)\s+(?P<measure>[^.,;\d]{4,80}?)\s+(?:om|på)\s*$", re.IGNORECASE)
_ROW = re.compile(
    r"\s*(?:Bidrag(?:et)?|Stöd(?:et)?|Medlen|Beloppet|Avser)\s+(?:avser\s+|går\s+)?(?:till|för)?\s*(?P<measure>[^.,;:]{4,90})"
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|av (?:detta|dessa)(?! medel))\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\A(?:(?:bland annat|att|kunna|fortsätta (?:arbeta )?med|det|den|de|en|ett)\s+)+(?=\S)", re.IGNORECASE
)


def measure_name(after: str) -> str:
    """What the words after an amount say that it is for."""
    return _measure(_FOR.match(_OF_WHICH.split(after, maxsplit=1)[0]))


def measure_beside(after: str) -> str:
    """What stands after an amount that ends its line but for that: "450 tkr, föreningslotsar"."""
    return _measure(_BESIDE.match(after))


def measure_before(before: str) -> str:
    """What the words before an amount say that it is for: "tilläggsbudget för en ny kylmaskin om"."""
    return _measure(_BEFORE.search(before))


def reason(said: str) -> str:
    """Why an amount is what it is, as words say: "på grund av lägre elpriser"."""
    return _measure(_WHY.search(said))


def meant_for(following: str) -> str:
    """What a sentence after that of an amount says that the money is for."""
    return _measure(_MEANT.search(following))


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
    found = _NOUN.search(before) or _AS.match(after)
    return next((name for name in found.groups() if name), "") if found else ""


def _measure(found: re.Match[str] | None) -> str:
    return _FIRST.sub("", without_year(found["measure"])) if found else ""
