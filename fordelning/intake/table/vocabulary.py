"""The words of mailed tables: what a heading, a label or a line beside the table says by its words alone."""

import re

from fordelning.intake.cells import amount
from fordelning.intake.cells.footnote_mark import behind_name

ROLES = ("year", "pot", "measure", "board")
NAMES = {"nämnder": "board", "åtgärder": "measure", "potter": "pot", "år": "year"}
PLURAL = {role: word for word, role in NAMES.items()}
SINGULAR = {"board": "nämnd", "measure": "åtgärd", "pot": "pott", "year": "år"}

_TOTAL = re.compile(
    r"(?:(?:del|slut|total|mellan|netto|grupp)?summa|summor|s:a|s:ma|totalt|totala?|totalbelopp|totalram|totalkostnad|totalutgift|totalbudget"
    r"|sammanlagt|sammanlagd|sammantaget|inalles|netto|tot|sa|sum|summering|summerat|sammanräknat|[Σ∑])(?=[\s:,.(=]|$)[\s:=]*",
    re.I,
)
_TOTAL_AFTER = re.compile(r"(?:^|[\s,:–-]+)(?:totalt|summa|sammanlagt|s:a|total)\s*:?$", re.I)
_GENERIC = re.compile(
    r"\b(?:nämnde?r?(?:na)?|styrelser|kommun(?!styrelse|fullmäktige|ledning|kansli|kontor|revision)\w*"
    r"|(?:kommun|nämnd)?bidrag|all[at]?|samtliga|budget\w*|ram(?:ar)?|belopp\w*"
    r"|fördel\w*|tilldel\w*|bevilja\w*|åtgärder(?:na)?|insatser(?:na)?|satsningar(?:na)?|potter(?:na)?|föreningar(?:na)?"
    r"|anslag|medel|(?:netto)?kostnad(?:er)?|drift\w*|verksamhet(?:er|en|ens)?|förvaltningar(?:na)?|bolag|för|av|att|år"
    r"|och|per|poster|(?:19|20)[0-9]{2})\b",
    re.I,
)
# Words of what all is in: a sum may be called by them, and no board is.
_WHOLE = re.compile(
    r"[Σ∑]|\b(?:hela?|helhet\w*|all[at]?|alltihop|samtliga|tillsammans|ihop|sam(?:lad|lat|man)\w*|tot(?:al\w*)?"
    r"|s(?:u|umma|ummer\w*|ummor|a)|netto\w*|brutto\w*|slut\w*|(?:\w+s|budget|kommun|nämnd|kostnad)?ram(?:en|ar|arna)?"
    r"|\w*budget\w*|\w*anslag\w*|(?:kommun|nämnd)bidrag\w*|\w*medel|pott(?:en|er)?|\w*utrymme\w*|gemensamt"
    r"|kommun(?:en|ens(?! (?:revisorer|överförmyndare)\b))?"
    r"|\w*koncern\w*|\w*fördel\w*|\w*tilldel\w*|disponibel\w*|nämnder(?:na)?s?|utgift(?:er)?|kostnad(?:er)?"
    r"|\w*(?:omslutning|kassa|redovisning|balans|portfölj)(?:en)?|\w*pengar(?:na)?|facit|(?:del)?sektor(?:n|er)?"
    r"|skatte\w*|verksamhet(?:en|er)s?|enligt|beslut(?:ad|at|et)?|resultat|tillgänglig[at]?"
    r"|(?<=\w )(?:kommun|region)?fullmäktige|stadens?|region(?:ens?)?)\b",
    re.I,
)
_PART = re.compile(
    r"[\W\d_]*(?:(?:h?varav|därav|därutav|härav|herav|av (?:vilk(?:et|a|en)|detta|dessa|denna)|ingår)\b"
    r"|inkl(?:\.|usive\b|\b))",
    re.I,
)
_NO_AMOUNT = re.compile(
    r"(?:antal|andel|procent|index|invånar\w*|folkmängd|differens|avvikelse|skillnad|bokslut|utfall|prognos|skattesats"
    r"|kr/\w+|kronor per)\b",
    re.I,
)
_BODY = (
    r"nämnd(?:en)?|styrelse(?:n)?|utskott(?:et)?|fullmäktige|revision(?:en)?|revisorer(?:na)?|förvaltning(?:en)?"
    r"|kontoret|överförmyndare(?:n)?|direktion(?:en)?|beredning(?:en)?"
)
_BOARD = re.compile(
    rf"(?:{_BODY})(?:\s*[(/].*)?$|^(?:[Nn]ämnden|[Ss]tyrelsen|[Dd]irektionen) för\b"
    r"|^\w{2,}nämnd(?:en)? (?:norra?|söder|södra|öst(?:er|ra)?|väst(?:er|ra)?|centrum)$"
    r"|^(?:KS|KF|KSAU|[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,3}N)$"
)
_LABELS = {
    "board": r"(?:ansvarig |mottagande |berörd |respektive )?nämnd(?:er|en|erna)?|(?:nämnd(?:er)?|styrelser?)"
    r"(?: och | eller |/| / |, ?)(?:nämnd(?:er)?|styrelser?|bolag|förvaltning(?:ar)?|motsv(?:arande)?)"
    r"|förvaltning(?:ar|en)?|organ|nämnd(?:er)? ?/ ?\w+|\w+ ?/ ?nämnd(?:er)?",
    "measure": r"åtgärd(?:er|en)?|insats(?:er|en)?|satsning(?:ar|en)?|projekt|ändamål|aktivitet(?:er)?|förening(?:ar)?"
    r"|uppdrag|sökande",
    "pot": r"pott(?:er|en)?|finansiering|finansieringskälla|källa|anslagspott|program|medelskälla",
    "year": r"år|budgetår|verksamhetsår|avser år",
    "unit": r"enhet|valuta|sort",
    "note": r"not|noter|fotnot(?:er)?",
    "aside": r"nr|nummer|rad|radnr|löpnr|löpnummer|id|kod|konto|ansvar|dnr|diarienr|diarienummer|prio|prioritet|#"
    r"|[\w-]+(?:kod(?:er)?|nr|nummer)|koder"
    r"|kommentar(?:er)?|anm\.?|anmärkning(?:ar)?|motivering|beskrivning|org\.?[ -]?nr|organisationsnummer|ställe"
    r"|hänvisning",
}  # fmt: skip
# Headings that may stand over boards as well as over what they do: what is in the column decides.
_VAGUE = re.compile(
    r"verksamhet(?:er|sområden?)?|namn|benämning|post(?:er)?|budgetpost|förslag|område|mottagare|bidragsmottagare"
    r"|organisation(?:er)?|bolag|enhet(?:er)?|del|statsbidrag|bidragstyp|bidrag|anslag",
    re.I,
)
_AMOUNT = re.compile(
    r"(?:belopp|anslag\w*|tilldel\w*|bevilja\w*|kommunbidrag|nämndbidrag|budget\w*|ram|ramar|budgetram\w*|bidrag|summa"
    r"|fördel\w*|tillskott|tillägg|utökning|ramökning|förslag|plan|beslut\w*|föresl\w*|anvisat|medel|drift\w*|netto"
    r"|kostnad\w*|nettokostnad\w*|statsbidrag|verksamhetsbidrag|föreningsbidrag|satsning\w*|i|av|år|per|och|till|att|för"
    r"|(?:rad|kolumn)etiketter)",  # what a pivot table calls the headings that it has not been given
    re.I,
)
_OTHER = re.compile(
    r"utfall|bokslut|prognos|föregående|differens|skillnad|avvikelse|ansökt|äskat|äskande|sökt\b|antal|invånare|index"
    r"|kr/|per invånare|per elev|i fjol|ansökan|\bresultat\b|\b(?:ingående|utgående)\b|\b[IU]B\b|tidigare"
    r"|per capita|\bkvar\b|kvarstå|återstå|saldo|ackumulera",
    re.I,
)
_STAGE = re.compile(
    r"\b(?:prel\b\.?|(?:preliminär|slutlig|definitiv|ursprunglig|reviderad|justerad)\w*|föregående|nuvarande|gällande"
    r"|tidigare|senaste|ny(?:a|tt)?\b|(?:budget-? ?)?(?:prognos|utfall|bokslut|förslag|föresl|beslut)\w*"
    r"|\w+s (?=(?:budget)?(?:förslag|beslut)))",
    re.I,
)
_REFUSED = re.compile(r"avslag|avslås|avslage[nt]|ej beviljad?t?|beviljas ej", re.I)
_DANGLING = re.compile(r"(?:^|\s+)(?:för|till|från|av|per|i|år|avseende)$", re.I)
_CHANGE = re.compile(
    r"(?:\b(?:(?:budget|ram|netto)?(?:förändring\w*|(?:ut)?ökning\w*|minskning\w*|justering\w*|uppräkning\w*)"
    r"|förändrat|(?:ut)?ökas|minskas|diff|differens|från|mot|jämfört|jmf|med|föregående|fg|f|och)\b)|[\W\d_]+",
    re.I,
)
_CHANGES = re.compile(r"förändr|ökning|ökas|minskning|minskas|justering|uppräkning|diff\b|\+/[-−–]", re.I)
_DECREASE = re.compile(r"minsk|\bavgår|avdrag|besparing|effektivisering|neddragning", re.I)
_DEDUCTION = re.compile(
    r"\W*(?:avgår|avgående|avdrag(?:en)?\b|(?:minskning|sänkning)(?:ar(?:na)?|en)?\b|neddragning|indragning|sänkta?\b"
    r"|minska(?:[dts]e?|de)(?:\W*$|:"
    r"| \w*(?:bidrag|anslag|ram|ramar|budget|medel|tilldelning|kostnad(?:er)?|bemanning)\b)"
    r"|(?:(?:generell|riktad)\w* )?(?:besparing|effektivisering)(?:en|ar|arna|s?(?:krav|beting|mål)\w*)?\b)",
    re.I,
)
_INCREASE = re.compile(r"ökning|ökas|\+ ?/|förändr", re.I)
_WHOLE_BUDGET = re.compile(r"total(?:a|t)? ?(?:budget|utgift|kostnad|projekt)\w*", re.I)
_UNALLOCATED = re.compile(
    r"^(?:kvar|återstår|återstående)\b|\b(?:ofördel|outfördel|(?:ej|inte|icke) (?:ut)?(?:fördel|disponer)"
    r"|att fördela\b)",
    re.I,
)
_RESERVE = re.compile(
    r"\bförfogande|(?:reserv|buffert)(?:er|en|erat)?\b|\bcentral(?:a|t)? (?:anslag|medel|post|pott|avsättning)",
    re.I,
)
YEAR = re.compile(r"(?<![0-9–/-])(?:19[5-9][0-9]|20[0-9]{2}|21[0-9]{2})(?![0-9/]|[-–][0-9])")
_LEVEL = r"(?:[\w-]+ och )?(?:priser|(?:pris|löne|kostnads)(?:läge|nivå)\w*|penningvärde\w*)"
_PRICES = re.compile(
    rf"\b(?:(?:i )?(?:fasta|löpande) )?{_LEVEL},?(?: (?:från|för|i|av|enligt|år|per))*[ (:-]*{YEAR.pattern}"
    rf"|{YEAR.pattern}(?:[ -]?års|:s)? (?:\w+ )?{_LEVEL}",
    re.I,
)
_MONTH = (
    r"(?:(?:jan|feb)(?:uari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|(?:sept?|nov|dec)(?:ember)?"
    r"|okt(?:ober)?)\b\.?"
)
_AGAINST = re.compile(
    rf"\b(?:{_LEVEL},?(?: (?:från|för|i|av|enligt|år|per))*"
    r"|(?:mot|från|än|sedan|enligt|utifrån|gentemot|relativt|jämför\w*|jmf\.?|jfr\.?|(?<!s )beslut(?:et)?)"
    r"(?: (?:med|mot|i|av|år|\w*(?:budget|ram|bokslut|utfall|prognos|plan|beslut|nivå)\w*|föregående|fg\.?))*)"
    rf"[ (:-]*{YEAR.pattern}|{YEAR.pattern}(?:[ -]?års|:s)? (?:\w+ )?{_LEVEL}"
    rf"|(?<![-–/])(?<![-–/] )(?<!till )\b{_MONTH} {YEAR.pattern}|(?:befolkning|folkmängd|invånar)\w* {YEAR.pattern}"
    rf"|(?:[,(] ?(?:KF|KS|kommunfullmäktige|kommunstyrelsen)"
    rf"|\b(?:revidera|uppdatera|fastställ|upprätta|anta|beslut)(?:a?[dt]|gen)) {YEAR.pattern}"
    r"|\b(?:enligt|efter|utöver|omräkna[dt]e? till|basår|bas|utgångs\w+|protokoll\w*|dnr|ärende\w*|underlag|version"
    rf"|beslutsår|avv\w*|(?<=\w )(?:KF|KS|MRP))\b[^0-9()]{{0,40}}{YEAR.pattern}"
    rf"|{YEAR.pattern}(?:[ -]?års)? (?:nivå|som bas|som utgångs)\w*",
    re.I,
)
_SPAN = re.compile(r"(?<![0-9/-])(20[0-9]{2}) ?[-–/] ?((?:20)?[0-9]{2})(?![0-9/–-])")
_SHORT_SPAN = re.compile(r"(?<![\w/–-])(?P<first>[1-9][0-9]) ?[-–/] ?(?P<last>[1-9][0-9])(?![\w/–-])")
_ABBREVIATED = re.compile(r"\b(?:b|bu|p|vp) ?-? ?(?=20[0-9]{2}\b)", re.I)  # »B2026», »Bu 2026»
_SHORT_YEAR = re.compile(
    r"\b(?:b|bu|budget|budgetram|bokslut|plan|p|prognos|ram|utfall|vp|år) ?[-–'’]? ?(?P<year>[1-9][0-9])(?![\w/–-])",
    re.I,
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9]/[01]?[0-9](?:[-/ ](?:(?:19|20)[0-9]{2}|[0-9]{2}))?"
    r"|[0-3]?[0-9]\.[01]?[0-9]\.(?:19|20)[0-9]{2}"
    rf"|(?:den )?[0-3]?[0-9] {_MONTH}(?: (?:19|20)[0-9]{{2}})?",
    re.I,
)
_POT = re.compile(r"\bpott|\banslag|\bmedel|\bprogram|statsbidrag", re.I)
_COUNTED_UNIT = re.compile(r"[0-9][0-9 .,]*\s*(?=(?:kr|tkr|kkr|mnkr|mkr|mdkr|tusen|milj|mdr|sek)\w*)", re.I)
_COUNTED_SHARE = re.compile(r"[0-9] ?(?:%|procent\b)", re.I)
_UNIT_WORD = r"(?:belopp )?(?:i )?((?:1 ?000-?tals? ?|tusentals? ?)?[a-zåäö%.-]+(?: kr| kronor| sek)?)"
_NAMED_UNIT = re.compile(rf"(?: ?[(\[]{_UNIT_WORD}[)\]]|(?:^|[,:;]? ){_UNIT_WORD}) ?:?$", re.I)
_DECLARES = re.compile(
    r"^\W*(?:(?:alla|samtliga) )?(?:belopp(?:en)?|siffror(?:na)?|summor(?:na)?|uppgifter(?:na)?|tal(?:en)?|enhet)\b",
    re.I,
)
_IN_UNIT = re.compile(
    r"\b(?:i|avser|är|anges|enhet) (?:hela )?(?:(?:[tkm]|mn|md)?kr|kronor|tusental|miljon(?:er|tals?)|miljarder)\b",
    re.I,
)


def total_of(text: str) -> str | None:
    """What a label or heading says that it is the total of, "" where that is not said; None where it is no total."""
    if found := _TOTAL.match(text):
        rest = text[found.end() :]
    elif found := _TOTAL_AFTER.search(text):
        rest = text[: found.start()]
    else:
        return None
    rest = bare(behind_name(rest)[0]).strip(" :=")
    return "" if not re.sub(r"[\W_]+", "", _GENERIC.sub("", rest)) else rest


def is_total(text: str) -> bool:
    """Whether a label or heading says that it is a total."""
    return total_of(text) is not None


def is_date(text: str) -> bool:
    """Whether `text` is a day, perhaps without its year."""
    return _DATE.fullmatch(text) is not None


def is_final(text: str) -> bool:
    """Whether a total says that it is of everything."""
    return re.match(r"total|sammanlag|sammantag|slutsumma|inalles", text, re.I) is not None


def is_subtotal(text: str) -> bool:
    """Whether a total says that it is of some of the lines."""
    return re.match(r"(?:del|mellan|grupp)summa", text, re.I) is not None


def says_whole(text: str) -> bool:
    """Whether a name has words, or nothing but signs, that say that it is of all there is, and no board's."""
    return _WHOLE.search(text) is not None or not re.search(r"[^\W_]", text)


def is_part(text: str) -> bool:
    """Whether `text` names a part of what another row or column already holds."""
    return _PART.match(text) is not None


def part_of(text: str) -> str:
    """What the part is that `text` names, as »varav till parknämnden» does; "" where it names none."""
    found = _PART.match(text)
    return re.sub(r"^[\s:,–-]*(?:till\b|för\b)?\s*", "", text[found.end() :]) if found else ""


def is_no_amount(text: str) -> bool:
    """Whether a row's label says that its figures are no amounts that are given."""
    return _NO_AMOUNT.match(text) is not None


def looks_like_board(name: str) -> bool:
    """Whether `name` is that of a board by its form."""
    if re.search(r"\bper\b", name, re.I):
        return False
    forms = {name if name.isupper() or len(name) < 6 else "", name[:1] + name[1:].lower() if len(name) >= 6 else ""}
    return any(_BOARD.search(form) for form in forms)


def is_body(name: str) -> bool:
    """Whether `name` is that of a board and no more (»Revisionen»); it may also be a heading over boards."""
    return re.fullmatch(_BODY, name, re.I) is not None


def looks_like_pot(name: str) -> bool:
    """Whether `name` is that of money set aside, by its words."""
    return _POT.search(name) is not None


def bare(text: str) -> str:
    """A heading without its unit, its brackets and its footnote marks."""
    text = amount.without_units(
        re.sub(r"\b1 ?000(?: ?000)?(?:-tals?)?(?= ?kr)|\btusentals?\b", "", behind_name(text)[0])
    )
    text = re.sub(r"\((?:i|belopp i)?\s*\)", "", text)
    text = re.sub(r"[\s,]*\b(?:belopp )?i\s*$", "", text.strip(" ,;:-–/"))
    return text.strip(" ,;:-–/.")


def is_role(text: str, role: str) -> bool:
    """Whether `text` is a heading over what has `role`: one of ROLES, "unit", "note" or "aside"."""
    return re.fullmatch(_LABELS[role], bare(text), flags=re.I) is not None


def role_of(text: str) -> str:
    """The role that a heading over labels names for certain; "" for none."""
    return next((role for role in ROLES if is_role(text, role)), "")


def names_a_sort(text: str) -> bool:
    """Whether a heading is the plain word for what the names under it are, whatever signs these have."""
    return re.fullmatch(r"nämnd(?:er)?|åtgärd(?:er)?|pott(?:er)?", bare(text), re.I) is not None


def is_vague(text: str) -> bool:
    """Whether a heading over labels can stand over boards as well as measures."""
    return _VAGUE.fullmatch(bare(text)) is not None


def is_generic(text: str) -> bool:
    """Whether a heading only says what sort of table or column this is."""
    return (
        not rest(without_year(bare(text)))
        or is_total(text)
        or is_vague(text)
        or any(is_role(text, role) for role in _LABELS)
    )


def says_amount(text: str) -> bool:
    """Whether a heading says that amounts stand under it, by its unit or by having no other words."""
    name = without_year(bare(text))
    return unit(text) != "" or (name != "" and not rest(name) and not is_vague(name))


def is_direction(text: str) -> bool:
    """Whether a heading stands over boards that money is moved from or to."""
    return re.match(r"(?:från|till)\b", text, re.I) is not None


def is_share(text: str) -> bool:
    """Whether a heading stands over percentages."""
    return re.search(r"%|\bandel|\bprocent", text, flags=re.I) is not None


def says_share(text: str) -> bool:
    """Whether a heading says that its percentages are shares."""
    return re.search(r"andel|fördelning", text, flags=re.I) is not None


def is_counted_share(text: str) -> bool:
    """Whether a heading says how many per cent something is: what stands under it may be the amounts."""
    return _COUNTED_SHARE.search(text) is not None


def is_other(text: str) -> bool:
    """Whether a heading stands over something else than what is given."""
    return _OTHER.search(text) is not None


def stage_of(text: str) -> str | None:
    """The words by which a heading says which version of the money stands under it (»Slutlig ram»); "" for none.

    None where the heading names something else than an amount, and whose it is.
    """
    words, left = " ".join(_STAGE.findall(text)), _STAGE.sub(" ", text).strip()
    whose = words and looks_like_board(left.removesuffix("s"))
    return None if rest(left) and not whose else words


def is_refusal(text: str) -> bool:
    """Whether what stands in place of an amount says that nothing is given."""
    return _REFUSED.fullmatch(text) is not None


def is_change(text: str) -> bool:
    """Whether a heading stands over a change: what is given if it stands alone, else the gap between two columns.

    One that says what has changed (»Löneökning», »Volymförändring») is the name of what is given.
    """
    return _CHANGES.search(text) is not None and not rest(_CHANGE.sub(" ", bare(text)))


def is_decrease(text: str) -> bool:
    """Whether a heading says that what stands under it is taken away."""
    return _DECREASE.search(text) is not None and not _INCREASE.search(text)


def is_deduction(text: str) -> bool:
    """Whether a row's label says that its amounts are taken away: a measure may well be to »minska» something."""
    return _DEDUCTION.match(text) is not None


def is_whole_budget(text: str) -> bool:
    """Whether a heading stands over what something costs in all, whoever pays."""
    return _WHOLE_BUDGET.fullmatch(YEAR.sub("", bare(text)).strip()) is not None


def is_unallocated(text: str) -> bool:
    """Whether a label says that its figures are what nobody has been given."""
    return _UNALLOCATED.search(text) is not None


def is_reserve(text: str) -> bool:
    """Whether a label is that of money to be given later: it may be a measure or a pot, but is no board."""
    return is_unallocated(text) or _RESERVE.search(text) is not None


def years(text: str) -> list[str]:
    """The years that a heading names with four digits, the first and last of a span (»2026–2028», »2025/26») too."""
    spans = [(found[1], found[1][: 4 - len(found[2])] + found[2]) for found in _SPAN.finditer(text)]
    named = [year for first, last in spans if first < last for year in (first, last)]
    return list(dict.fromkeys([*YEAR.findall(text), *named]))


def against(text: str) -> list[str]:
    """What a text says of a year that is not that of its amounts: prices, a comparison, or a decision before."""
    return [found.group() for found in _AGAINST.finditer(text)]


def without_against(text: str) -> str:
    """A text without the years that are not those of its amounts."""
    return _AGAINST.sub(" ", text)


def without_price_level(text: str) -> str:
    """A heading without the year of its prices, where it names another year too, and that is of its amounts."""
    left = re.sub(r"[\s,;]*\(\W*\)", "", _PRICES.sub("", text))
    return bare(re.sub(r"[\s,;]+(?=\))|[\s,;(]+$| i\s*$", "", left)) if YEAR.search(left) else text


def only_year(text: str) -> str:
    """The year that a text names together with nothing but what sort of amount it is (»Plan 2027»); else ""."""
    found = YEAR.findall(text)
    return found[0] if len(found) == 1 and not rest(without_year(text)) else ""


def without_year(text: str) -> str:
    """A heading without its years, and without an abbreviation or a preposition that belongs to one."""
    return _DANGLING.sub("", bare(YEAR.sub("", _ABBREVIATED.sub("", text)))) if YEAR.search(text) else bare(text)


def short_span(text: str) -> list[str]:
    """The first and last year that a heading may name by their last two digits (»25-26»); empty for none."""
    found = _SHORT_SPAN.search(text)
    return ["20" + found["first"], "20" + found["last"]] if found and found["first"] < found["last"] else []


def short_year(text: str) -> str:
    """The year that a heading may name by its last two digits (»Bu-26», »Plan -27»); "" for none."""
    found = _SHORT_YEAR.search(text)
    return "20" + found["year"] if found else ""


def without_short_year(text: str) -> str:
    """A heading without a year that it names by its last two digits, and the word for it."""
    return bare(_SHORT_YEAR.sub("", text))


def rest(text: str) -> str:
    """What is left of a heading when the words that only say that it is an amount are gone."""
    return re.sub(r"[\W_]+", "", re.sub(r"\b" + _AMOUNT.pattern + r"\b", "", text, flags=re.I))


def unit(text: str) -> str:
    """The unit that a heading or title sets for the amounts below it: "" for none, or several.

    A unit after a number that is no year is that of the number: »fördelning av 20 mnkr».
    """
    text = re.sub(r"(?<![0-9])(?<![0-9] )(?:1 ?)?000 ?000(?:-?tals?)? ?kr(?:onor)?\b", "mnkr", text)
    text = re.sub(
        r"(?<![0-9])(?<![0-9] )(?:1 ?)?000(?:-?tals?)? ?kr(?:onor)?\b|\btusental\b(?! kr)", "tkr", text, flags=re.I
    )
    text = _COUNTED_SHARE.sub("", text)
    for found in reversed(list(_COUNTED_UNIT.finditer(text))):
        if not re.search(r"(?:^|\D)(?:19|20)[0-9]{2}[\s,.]*$", found.group()):
            text = text[: found.start()] + re.sub(r"^\w+", "", text[found.end() :])
    return amount.unit(text) or ""


def named_unit(text: str) -> tuple[str, str]:
    """A row's label without the unit that ends it (»Investeringar, tkr»), and the unit; the label and "" for none."""
    found = _NAMED_UNIT.search(text)
    if not found:
        return text, ""
    name = text[: found.start()].rstrip(" ,:;-–")
    counted = found[2] and name[-1:].isdigit() and not YEAR.search(name)
    words = re.sub("1 ?000-?tals?|tusentals?", "", found.group(), flags=re.I)
    other = rest(amount.without_units(words))  # »kr-fonden» is no unit
    named = "" if counted or other else unit(found[1] or found[2])
    return (name, named) if named else (text, "")


def declared_unit(text: str) -> str:
    """The unit that a line under the table declares for its amounts; "" for none."""
    declares = _DECLARES.match(text) or _IN_UNIT.search(text) or not rest(bare(text))
    return unit(text) if declares else ""
