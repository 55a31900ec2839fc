"""What an amount is, told by the words about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fordelning.source.board_name import Mention
from fordelning.source.direction import before as before_name
from fordelning.source.direction import without_purpose

from .proposal import ProposalQuestion, Role

FOLLOWED = "följs av sina delar"
COMPONENT = "del utan egen mottagare"
EARLIER = "tidigare beslut"
UNSURE = "namn och belopp i beslutet"  # that it is given, no word says
PERMITTED = "får använda"  # which may be no more than what is there already
_SAVED = re.compile(  # which the budget of a board may be less by
    r"(?:spar|besparings|effektiviserings)(?:krav|beting)|\w+ spara", re.IGNORECASE
)
_WISHED = re.compile(r"\b(?:vill|behöv\w*|önska\w*|hoppa\w*|kräv\w*|skulle|borde|inte)\b", re.IGNORECASE)
DIVIDED = ", delas upp"  # the total of a board whose rows are given apart
_BOARD = r"(?:\w+-,?\s+(?:och\s+|samt\s+)?){0,3}(?:\w+\s+)?\w*(?:nämnd|styrelse)"
_CUES = {  # the nearest before an amount counts
    Role.LIMIT: r"upp(?:gående)? till (?:högst|maximalt|max)|upp till|högst\b|maximal\w*|\bmax\b|som mest|överstiga?\b"
    r"|överskrida|inom (?:ett|en) (?:\w*belopp|ram)|totalbelopp\w*|lånetak|lån(?!g)\w{0,4}\b|upplån\w*|nyupplån\w*"
    r"|borgen\w*|bemyndiga\w*|checkräkning\w*",
    Role.REQUEST: r"äsk\w+|begär\w*|ansök\w*|sök(?:er|t|te|ta|a)\b|hemställ\w*|framställ\w*|ta del av|önska[rdt]\w*"
    r"|vill att (?:kommunen|staden|regionen|kommunstyrelsen|\w*fullmäktige)\b(?:\s+skjuter till)?",
    Role.BACKGROUND: r"prisbasbelopp\w*|tidigare(?:\s+\w+(?:[ad]e|da|t)\b)?"
    r"|föregående|förra året|beviljades|tilldelades|tillfördes|utökades"
    r"|(?:har|hade) (?:redan )?(?:beviljats|fått|tilldelats|erhållit|avsatts)|fördelades|uppgick|\bfick\b|varje gång"
    r"|utfall\w*|avvik\w*",
    Role.OTHER: r"\w*resultat\w*|minus på|på minus|(?:landa|hamna|sluta)\w* på"
    r"|(?:försäljnings|intäkts|avkastnings)(?:beting|krav|mål)\w*"
    r"|tvist\w*|fordran|skadestånd|vite\w*|utlåning\w*|skuld\w*|\w*avgift\w*|intäkt\w*|\bhyra\w*"
    r"|kostnad\w*|utgift\w*|kostar|taxa\w*|\w*underskott\w*|överskott\w*|omsättning\w*|intäkts\w+",
    Role.SOURCE: rf"avs[aä]t\w*\b(?<!avsätt[as])|avsätt[as](?!\s+till\s+{_BOARD})"
    r"|reserverat?s?|reserverad\w*|reserveras|budgeterat?s?|budgeterad\w*|disponib\w*"
    r"|tillgänglig\w*|utdelningsbara|\bfinns\b|kvarstå\w*|återstå\w*|statsbidrag\w*|medel\s+(?:är|uppgår)",
    Role.ALLOCATION: r"(?:disponer|överför|för(?:a|s) över)\w*\s+(?:\w+\s+)?(?:över|under)skott\w*"
    r"|(?:om)?fördela\w*|tilldela[srd]?\w*|tillför\w*|utök\w*|förstärk\w*|bevilja\w*|anslå[rs]?"
    rf"|avsätt[as](?=\s+till\s+{_BOARD})|till\s+{_BOARD}\w*\s+avsätts"
    r"|återta[rs]?\b|dras? (?:in|ned)\b|vidga\w*|öronmärk(?:s|er|ar)\b|skjut\w* till|ställ(?:s|er|a) till"
    r"|anvisa\w*|(?:om)?disponer\w*|överför(?!mynd)\w*|överlåt\w*|för(?:a|s|er) över|flytta\w*|erhåll\w*"
    r"|\bfår\b(?!\s+(?:i uppdrag|inte|ej|ihop\b|in\b|ner\b|ned\b|(?!(?:extra|vardera|dela på)\b)\w+a\b))"
    r"|(?:föreslås|ska|skall|kommer\b(?:(?!\binte\b)[^.;\d]){0,40}? att) få\b(?! (?:\w+a|ihop|in|ner|ned)\b)"
    r"|\bge[rs]?\b(?!.{0,60} i uppdrag)|kompenser\w*"
    r"|\w*tillskott\w*|tillägg(?:et)?\b|avstå[rs]?\b|justera[srd]?\b|budgetjustering\w*|räknas (?:upp|ned)"
    r"|går? till|ram(?:en)? fastställs"
    r"|tilläggs(?:anslag|budget)\w*|ombudgetera[srd]?|betala[rs]?\s+ut|koncernbidrag\w*"
    r"|ta[rs]? i anspråk"
    r"|(?:används|förs|utnyttjas)(?=\s+\d|\s*\Z)|används (?:enligt|så|på följande|till(?=\s*:))"
    r"|tilldelning(?:en)?|bifall\w*"
    r"|(?:bidrag|stöd)\w*\b[^.;]{0,60}\b(?:lämnas|utgår)|utgår\s+(?:\w+\s+)?\w*(?:bidrag|stöd)\b"
    r"|lämnas(?=\s+(?:till|ett|en|med|bidrag|\d))|återför\w*|skänk\w*"
    r"|lämna[rt]?\s+(?:ett\s+)?(?:\w+\s+)?\w*(?:bidrag|stöd)\b|stöd(?:ja|jer)\b|bidra(?:r)? med"
    r"|\w*ram(?:en)? (?:ökas?|minskas?|höjs|sänks)|\bök(?:as?|ar)\b|minska[srd]?"
    r"|(?:spar|besparings|effektiviserings)(?:krav|beting)\w*|(?:ska|skall|måste) spara"
    r"|sänk\w*|höj\w*|reducera\w*|fastställ\w*|ersätt\w*|utbetala\w*|utdela\w*|utdelning",
}
_CUE = re.compile("|".join(rf"\b(?P<{role}>{cue})" for role, cue in _CUES.items()), re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:totalt?|totala|sammanlag\w*|sammantag\w*|sammanräkna\w*|tillsammans|summa|i sin helhet)\b", re.IGNORECASE
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|därutav|av vilket|av dessa|av detta)\b[^,;.]*$", re.IGNORECASE)
_RATE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:per\s+|/\s*)(?!år\b|år\w|budgetår|kalenderår|nämnd)(?:och )?[^\W\d_]+", re.IGNORECASE
)
_COMPARED = re.compile(r"\s*(?:högre|lägre|mer|mindre) än\b(?!\s+(?:19|20)\d\d)", re.IGNORECASE)
_ANNUAL = re.compile(
    r"\s*(?:per år|årligen|varje år|om året|/år)|[^.;]{0,60}\b(?:per år|varje år|årligen)\b", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:kronor\s+)?(?:till|åt)\s|[^.;\d]*\bsom\s+\w*(?:bidrag|stöd)\s+till\s", re.IGNORECASE)
_LOAN = re.compile(r"\b(?:borgen|upplån|nyupplån|lånetak|låneram|checkräkning)\w*", re.IGNORECASE)
_CAUSE = re.compile(  # why money is given is not what it is
    r"\b(?:för|avseende|på grund av|till följd av|med anledning av|täcka|täckning av|mot)"
    r"\s+(?:att\s+\w+\s+)?(?:\w+\s+){0,2}"
    r"\w*(?:kostnad|utgift|hyr|avgift|intäkt|underskott|överskott|lån|skuld|krav)\w*(?:\s+för\s+\w+)?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:Totalt|Sammanlagt|Sammantaget|Summa|Tillsammans)\b"
)  # a sentence: it is of all that was said
_WHOLE_AFTER = re.compile(r"\s*(?:totalt|sammanlagt|tillsammans|sammantaget)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:ändr|ök|höj|sänk|minsk|utök|skriv|räkn)\w*\s+(?:[\w-]+\s+){0,5}till\s*$", re.IGNORECASE)
_FROM_LEVEL = re.compile(
    r"\b(?:\w*ram|\w*budget|anslag|nivå|tak|resultat)\w*\s[^.;]*\bfrån\s+(?P<to>[0-9][^.;]*\btill\s*)?$",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(r"\bmed\s+[0-9]")
_SIZE = re.compile(  # how much there is, or comes in
    r"\b(?:uppgår|är|blir|omfattar|utgör|motsvarar|kvarstår|oförändra\w+|tar emot|mottar|betalar (?:tillbaka|in))\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
_NEW_LEVEL = re.compile(  # "minskas med 5,4 mnkr till"
    r"\b(?:ök|höj|sänk|minsk|utök)\w*\s+med\s+\d[^.;]*\d\s*(?:kr|tkr|mkr|mnkr|kronor|miljoner kronor)\s+till\s*$",
    re.IGNORECASE,
)
_COMPARES = re.compile(  # what is not given: "i stället för de", "inte", "att jämföra med"
    r"\b(?:i\s?stället för|utöver|inte|ej|snarare än|jämför\w* med)\s+"
    r"(?:(?:de|det|den|som|tidigare|längre|bara|endast)\s+)*"
    r"(?:\w+(?:de|t|ade)\s+)?$",
    re.IGNORECASE,
)
_CHANGED = re.compile(  # "om 800 tkr ändras till 500 tkr", ", 2 400 tkr, förstärks med 900 tkr"
    r"[,)]?\s+(?:(?:ska|skall|bör)\s+)?(?:ändra|justera|sänk|höj|öka|utöka|vidga|minska|förstärk|räkna|skriv|komplettera|byt|ersätt|reducera)a?s\s+"
    r"(?:[a-zåäö]+\s+)?(?:till|med|mot)\s*$",
    re.IGNORECASE,
)
_PERMITTED = re.compile(
    r"\b(?:får|medges|bemyndigas|tillåts|beviljas)\s+(?:att\s+)?(?:(?:använd|disponer|utnyttj|behåll|överskrid|balanser"
    r"|ombudgeter|omdisponer|överför|omfördel)\w*|högst|maximalt|upp till)\b[^.;:]*$",
    re.IGNORECASE,
)
_CARRIED = re.compile(  # "överskott om 2 mnkr … överförs till 2031"
    r"[^.;]*\b(?:överförs|förs över|balanseras|ombudgeteras|återförs)\b", re.IGNORECASE
)
_REST = re.compile(r"\bi övrigt\b.*", re.IGNORECASE | re.DOTALL)  # what is refused beside what is given
_OUTSIDE = re.compile(  # who pays the municipality
    r"\b(?:staten|regionen|länsstyrelsen|eu|\w+verket|socialstyrelsen|försäkringsbolaget)\s+(?:\w+\s+)?"
    r"(?:ersätter|betalar|bidrar|lämnar|ger|bekostar|finansierar|beviljar|tillför|anslår)\b[^.;]*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:beslutade|beslöt|beslutat|har\s+(?:[\w-]+\s+)?föreslagit|fattade\b[^.]{0,40}\bbeslut)\b", re.IGNORECASE
)
_NOUN = re.compile(r"\w*(?:anslag|tillskott|budget|ersättning|förstärkning|utdelning)\w*", re.IGNORECASE)
_STRONGER = (Role.REQUEST, Role.BACKGROUND, Role.LIMIT)
_MONEY = r"\w*(?:medel|medlen|anslag|bidrag|reserv|pott|tillskott|budget)\w*"
_WHOSE_SUM = re.compile(  # what is handed out: "av de 8 mnkr", "av anslaget, som är på 8 mnkr", "ur de medel om 5 mnkr"
    r"\b(?:av|ur)\s+de[nt]?\s+$"
    rf"|\b(?:av|ur|(?<!beslut )från)\s+(?:[^\s.;,\d]+\s+){{0,3}}?{_MONEY}[^.;\d]{{0,60}}?"
    r"(?:,\s+(?:som|vilket|vilka)\s+(?:är|uppgår|omfattar)[^.;,\d]{0,20}|\s(?:om|på))\s*$"
    r"|,\s+(?:som|vilket|vilka)\s+(?:är|uppgår)\s+(?:på|till)\s*$",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(  # "av anslaget för klimat, 5 mnkr, fördelas"
    rf"\b(?:av|ur|från)\s+(?:[^\s.;,\d]+\s+){{0,3}}?{_MONEY}[^.;,\d]{{0,60}},\s*$", re.IGNORECASE
)
_HANDED_OUT = re.compile(r"\s*,\s+[a-zåäö]+(?:as|es|er|år)\s+(?:[a-zåäö]+\s+){0,3}$")
_ASIDE = re.compile(  # it ends where something is done with the money: "de medel som är avsatta för lek tilldela"
    r",\s+ur\s[^,;]*,|\bsom\s+[^,.;]*\b(?:avsatts|reserverats|budgeterats|är avsatta)\b"
    rf"(?:(?!\b(?:{_CUES[Role.ALLOCATION]}))[^,.;])*",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"\b(?:om|till)?(?:fördelning|föring|justering)(?:en|ar|arna)?\b(?!\s+av\s+(?:\w+\s+)?\w*(?:underskott|kostnad|utgift|avvik|resultat))"
    r"|\bbeslut\w*\s+om\s+följande\s+(?:[a-zåäö]+\s+)?\w*(?:bidrag|stöd|anslag)\b"
    r"|\b\w*ramar(?:na)?\b[^.:]*\b(?:blir|är|fastställs|föreslås|bestäms|uppgår)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(  # no new money
    r"\binom\s+(?:ramen för\s+)?(?:sin|egen|egna|befintlig\w*|beslutad\w*|given|ordinarie|tilldelad\w*"
    r"|\w+nämndens|\w+styrelsens)\s+"
    r"(?:\w+\s+)?\w*(?:ram|budget|anslag)\w*",
    re.IGNORECASE,
)
_DEMAND = r"\w*(?:krav|beting|intäkt)\w*"  # the higher it is, the less a board may use
_CHANGES = r"(?:höj|sänk|ök|minsk|utök|reducer|skriv|juster)\w*"
_DEMANDED = re.compile(
    rf"\b{_DEMAND}\s(?:[^.;,\d]{{0,40}}?\s)?{_CHANGES}\s(?:(?!nämnd|styrels)[^.;])*$"
    rf"|\b{_CHANGES}\s+(?:av\s+)?(?:\w+\s+){{0,2}}{_DEMAND}\s[^.;]*$",
    re.IGNORECASE,
)
_FUNDS = re.compile(r"\bfinansier\w*\s+(?:genom|via)\s+att\b", re.IGNORECASE)
_OF_EACH = re.compile(r"\s*(?:i\s+\w+\s+)?(?:vardera|var(?=\W)|var och en|styck)", re.IGNORECASE)
_EACH = re.compile(r"\b(?:vardera|var för sig|var och en|var sin|varje|per nämnd|respektive)\b", re.IGNORECASE)
_GIVEN_TO = re.compile(r"(?:^|\n)\s*Till\s[^.:]*:\s*$|\+\s?$")
_MOVED = re.compile(r"\byrka(?:r|de|t)\b|\bföreslog\b|\([A-ZÅÄÖ]{1,3}\)(?:\s+m\.?\s?fl\.?)?\s+föreslår\b")
_GIVING = r"(?:bevilja|bifall|tilldela|tillför|kompenser|ersätt|anvisa|anslå|utbetala|utdela)\w*"
_REFUSED = re.compile(
    rf"\b(?:avslå[srd]?|avslog|avslag|avstyrk\w*|upphäv\w*|återkallas?|{_GIVING}\s+(?:\w+\s+)?inte|inte\s+(?:\w+\s+)?{_GIVING})\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?!\s+att\b)(?:\s+(?:norr|söder|väster|öster|centrum|(?:vid|i)(?:\s+(?-i:[A-ZÅÄÖ])\w+){1,2}|den\s+[0-9]{1,2}"
    r"|(?!(?:får|få|fick|erhåller|behöver|(?<!sent )som|för|sedan|därefter|\w+s)\b)(?-i:[a-zåäö]+))){0,9}?"
    r"\s+(?:kompensera(?:r|de)|ersätter|ersatte|bevilja(?:r|de|t)?|ansl(?:år?|ått?|og)|anvisa(?:r|de|t)?|bifall\w*"
    r"|biföll|utbetala(?:r|de|t)?|avs[äa]tt(?:er|a|e)?|lämna(?:r|de|t)?\s+(?:ett\s+)?(?:\w+\s+)?\w*(?:bidrag|stöd)"
    r"|(?:om)?fördela(?:r|de|t)?|tilldela(?:r|de|t)?|skjut(?:er|a|it)? till|sköt till|ge[rt]?|gav)\b(?! i uppdrag)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"s?\s*(?:,|och\b|samt\b|[:–(−-]*\s*\d|\w*(?:ram|budget|anslag)|(?:ska |skall |föreslås )?"
    r"(?:får?|erhåll|tilldelas|tillför(?:s|as)|bevilja[st]|kompenseras|anvisas|avstår?|lämna|minska|öka|spara|bidra|utöka)\w*)",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\s+(?:(?:sedan|därefter|nu|också|även|själv)\s+)?(?!(?:får|erhåller|övertar|mottar|behöver|lämnar|avstår|har|är|tar|under|över|efter|eller|per)\b)(?-i:[a-zåäö]+(?:ar|er))\b",
    re.IGNORECASE,
)
_TURNED = re.compile(  # who gives stands after the verb, as when a sentence begins with something else
    r"(?:\A|[.!?:]|\n)\s*(?:Dessutom|Därutöver|Därtill|Vidare|Samtidigt|Slutligen|Nu|Idag|[IP](?:å|\b)\s+\w+"
    r"|(?:Under|Vid|Efter|Den|Senare|Redan|I|På)\s[^.,;:]{2,50}?)\s+"
    r"(?:beviljar|beviljade|anslår|anslog|anvisar|anvisade|fördelar|fördelade|avsätter|avsatte|skjuter|sköt|gav)\s+"
    r"(?:[A-ZÅÄÖ]\w+\s+){0,3}$"
)
_PASSIVE = re.compile(r"\s+(?:fastställs|föreslås (?:få|tilldelas|tillföras|erhålla))\b", re.IGNORECASE)
_POT = re.compile(
    r"\s+(?:\w+\s+)?(?:(?:\w*anslag(?:et)?|medel|konto)\s+(?:för|till)\s+(?:\w+\s+)?(?:oförutse\w+|förfogande)"
    r"|(?:\w*reserv|buffert|pott|eget kapital|förfogande|ofördelade|oförutsedda|centrala)\w*)",
    re.IGNORECASE,
)
_ASIDE_OF = re.compile(r"\b(?:från|ur)\s+(?:[^\s().,;]+\s+){1,4}\($|(?:nämnden|styrelsen)\s\($", re.IGNORECASE)
_PUT = re.compile(r"\bställ(?:s|er|a) till\s+$", re.IGNORECASE)
_SENT = re.compile(  # "går vidare till länsstyrelsen för beslut om"
    r"\s+(?:i\s+(?:[A-ZÅÄÖ]\w+\s+){1,3}(?:län\s+)?)?för\s+(?:\w+\s+)?"
    r"(?:beslut|yttrande|prövning|ställningstagande|kännedom|handläggning|behandling|fastställ\w+)\b"
)
_DECIDED_IN = re.compile(r"\b(?:beslut\w*|sammanträde\w*|behandl\w*|prövning)\s+(?:i|av|hos)\s+$", re.IGNORECASE)
_ORDER = re.compile(
    r"\buppdrag\w*\s+(?:(?:på|om)\s+)?att\b(?![^.;]*\b(?:tilldelas|tillförs|beviljas|erhåller|kompenseras)\b)[^.;]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Words:
    """The words about an amount: its sentence, what stands before it there, nearest before it, and after it."""

    said: str
    lead: str
    clause: str
    after: str
    signed: bool = False

    @property
    def telling(self) -> str:
        """What may say which way the amount goes: all of its sentence but what it is for."""
        return self.lead + " . " + without_purpose(self.after)

    @property
    def is_annual(self) -> bool:
        """Whether the amount is said to be of each year."""
        return bool(_ANNUAL.match(self.after))

    @property
    def is_moved(self) -> bool:
        """Whether the amount is one of two levels: "från 410 till 425 mnkr"."""
        return bool(_FROM_LEVEL.search(self.lead))

    @property
    def is_reached(self) -> bool:
        """Whether the amount is the level that another one is changed to, so that what is given is between them."""
        moved = _FROM_LEVEL.search(self.lead)
        return bool(moved and moved["to"] and not _BY_HOW_MUCH.search(self.lead))

    @property
    def is_each(self) -> bool:
        """Whether each of those who are named has an amount."""
        return bool(_EACH.search(self.said))

    @property
    def is_of_each(self) -> bool:
        """Whether the amount itself is said to be of each: "5 000 kr vardera"."""
        return bool(_OF_EACH.match(self.after))

    def doubts(self, why: str) -> Iterator[ProposalQuestion]:
        """What is not sure of an amount that is given, as `why` tells."""
        if why in (UNSURE, PERMITTED) or _OUTSIDE.search(self.lead):
            yield ProposalQuestion("roll", "Är det en tilldelning?", ("ja", "nej"))
        if _WITHIN.search(self.said):
            yield ProposalQuestion("roll", "Är det en tilldelning?", ("ja", "nej"))
        if _DEMANDED.search(_CAUSE.sub("", self.lead)):
            text = "Är beloppet till den som nämns, eller från den?"
            yield ProposalQuestion("nämnd", text, ("till", "från"))
        if _SAVED.match(why):
            yield ProposalQuestion("roll", "Är det en minskning av nämndens ram?", ("ja", "nej"))
        if _FUNDS.search(self.lead):  # "finansieras genom att … minskas med"
            text = "Är det en egen ändring, eller bara vad som betalar en annan?"
            yield ProposalQuestion("roll", text, ("ja", "nej"))
        if _LEVEL.search(self.lead) and not self.is_moved:
            text = "Är beloppet ändringen, eller nivån efter den?"
            yield ProposalQuestion("belopp", text, ("ändringen", "nivån"))

    def role(self, aside: bool, decided: bool, named: bool, followed: bool, listed: bool) -> tuple[Role, str]:
        """What the amount is, and what tells it.

        `aside` says that it is of another's proposal or of a list of papers, `decided` that it is of the decision,
        `named` that someone is named whom it is for, `followed` that its parts come after it, and `listed` that it is
        in a list of what is given.
        """
        found = (
            cues(_CAUSE.sub("", _ASIDE.sub("", self.lead)), self.after) or cues(_CAUSE.sub("", self.after), "")[::-1]
        )
        role, word = found[0] if found else (None, "")
        if role == Role.ALLOCATION and len(found) > 1 and found[1][0] in _STRONGER and _NOUN.fullmatch(word):
            role, word = found[1]  # "begärt ett tilläggsanslag"
        if word.lower().startswith("fastställ") and len(found) > 1 and found[1][0] == Role.OTHER:
            role, word = found[1]  # "avgiften fastställs till"
        if role is None and listed:
            role, word = Role.ALLOCATION, "lista"
        if role is None and (self.signed or _GIVEN_TO.search(self.lead)):
            role, word = Role.ALLOCATION, "tecken" if self.signed else "till"
        if aside:
            return Role.BACKGROUND, "yrkande eller handling"
        if _RATE.match(self.after):
            return Role.OTHER, "per styck"
        if _ORDER.search(self.lead):
            return Role.OTHER, "uppdrag"
        if _WHOSE_SUM.search(self.lead) or (_OF_MONEY.search(self.lead) and _HANDED_OUT.match(self.after)):
            return Role.SOURCE, "fördelas"
        if not decided and role == Role.ALLOCATION and _PAST.search(self.lead):
            return Role.BACKGROUND, EARLIER
        if self.is_moved or _NEW_LEVEL.search(self.lead):
            return Role.OTHER, "nivå"
        if _COMPARES.search(self.lead) or _CHANGED.fullmatch(self.after):
            return Role.BACKGROUND, "jämförelse"
        if _MOVED.search(self.said):
            return Role.BACKGROUND, "yrkande"
        if _REFUSED.search(_REST.sub("", self.said)):
            return Role.REQUEST, "avslås"
        if _LOAN.search(self.lead):
            return Role.LIMIT, "lån eller borgen"
        carried = word.lower() in ("överskott", "överskottet") and _CARRIED.match(self.after)
        disposed = role == Role.ALLOCATION and word.lower().startswith("disponer")
        if decided and named and not disposed and (carried or _PERMITTED.search(self.lead)):
            return Role.ALLOCATION, PERMITTED
        if role in (Role.LIMIT, Role.OTHER, Role.BACKGROUND):
            return role, word
        if followed:
            return Role.TOTAL, FOLLOWED
        if _OF_WHICH.search(self.clause):
            return (Role.ALLOCATION if named and (decided or role == Role.ALLOCATION) else Role.PART), "varav"
        if role == Role.REQUEST:
            return Role.REQUEST, word
        if _WHOLE.search(self.clause) or _WHOLE_AFTER.match(self.after):
            own = role == Role.ALLOCATION and named and not _BEGINS.search(self.clause)
            return (Role.ALLOCATION, word) if own else (Role.TOTAL, "totalt")
        if named and (role == Role.ALLOCATION or (role == Role.SOURCE and _TO.match(self.after))):
            return Role.ALLOCATION, word
        if role == Role.ALLOCATION:
            return Role.TOTAL, word  # given, to nobody in particular
        if role == Role.SOURCE:
            return Role.SOURCE, word
        if named and decided and not self.is_annual and not _SIZE.search(self.clause):
            return Role.ALLOCATION, UNSURE
        return (Role.PLAN, "per år") if self.is_annual else (Role.OTHER, "")


def gives(said: str) -> bool:
    """Whether words say that money is given."""
    return any(role == Role.ALLOCATION for role, _ in cues(said, ""))


def only_gives(said: str) -> bool:
    """Whether words say that money is given, and tell of no other money."""
    return {role for role, _ in cues(said, "")} == {Role.ALLOCATION} and not _WISHED.search(said)


def hands_out(said: str) -> bool:
    """Whether words that lead in a list say that it hands out money."""
    return gives(said) or bool(_HANDED.search(said))


def is_whole(said: str) -> bool:
    """Whether words say that an amount is of several together."""
    return bool(_WHOLE.search(said))


def refuses(said: str) -> bool:
    """Whether words that lead in a list say that nothing of it is given."""
    return bool(_REFUSED.search(said))


def is_passive(text: str, name: Mention) -> bool:
    """Whether something is done to who is named, who then does not decide it."""
    return bool(_PASSIVE.match(text, name.end))


def is_assembly(text: str, name: Mention) -> bool:
    """Whether a name is that of the assembly, which decides on money, and no word says that it gets some itself."""
    return "fullmäktige" in name.board and not _OWN.match(text, name.end)


def is_pot(text: str, name: Mention) -> bool:
    """Whether a name is that of whose reserve the money is taken from: "ur kommunstyrelsens förfogandeanslag"."""
    put = _PUT.search(text, max(0, name.start - 40), name.start)  # "ställs till nämndens förfogande"
    return not put and text[name.start : name.end].endswith("s") and bool(_POT.match(text, name.end))


def is_aside(text: str, name: Mention) -> bool:
    """Whether a name stands in brackets after the one whose money it is: "ur reserven (ekonomikontoret)"."""
    return text[name.end : name.end + 1] == ")" and bool(_ASIDE_OF.search(text, max(0, name.start - 60), name.start))


def is_sent(text: str, name: Mention) -> bool:
    """Whether who is named is sent the matter, and no money: "till länsstyrelsen för beslut"."""
    return bool(_SENT.match(text, name.end))


def is_acting(text: str, name: Mention) -> bool:
    """Whether who is named does something, and does not get something: "kommunstyrelsen skänker"."""
    acts = _ACTS.match(text, name.end) or _TURNED.search(text, max(0, name.start - 120), name.start)
    return bool(acts) and before_name(text, name.start) <= 0


def is_giving(text: str, name: Mention) -> bool:
    """Whether who is named decides on money, and is not who gets it."""
    return bool(_GIVES.match(text, name.end) or _DECIDED_IN.search(text, max(0, name.start - 40), name.start))


def cues(before: str, after: str) -> list[tuple[Role, str]]:
    """The roles that the words about an amount speak for, the nearest first, each with its word."""
    if _COMPARED.match(after):
        return [(Role.BACKGROUND, "högre än")]
    found = [(Role(cue.lastgroup or ""), cue[0]) for cue in _CUE.finditer(before.replace("\n", " "))]
    return found[::-1]
