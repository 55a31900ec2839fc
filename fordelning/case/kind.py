"""The kinds of statements: what each is called, how it is tested in words, and what it must carry to be tested.

What a kind computes is in `checks/reconcile.py`, and its formulas are in `workbook/formulas.py`, by the same key.
"""

from dataclasses import dataclass

from fordelning.base.money import KRONOR

from .relation import RELATIONS

SCOPE = ("year", "pot", "measure", "board", "tag")
Scope = dict[str, int | str]  # the values of some of those columns
COUNTED = {"nämnder": "board", "åtgärder": "measure", "potter": "pot"}
UNITS = {"money": tuple(KRONOR), "percent": ("%",), "count": tuple(COUNTED)}


@dataclass(frozen=True)
class Kind:
    """A kind of statement. `name` is what it is called in Swedish.

    `test` is a sentence on how it is tested, and `guidance` the same for who fills in the template. `sort` is that of
    its value (see Quantity), "against" where it is that of the statement compared with.
    `needs` are the columns it carries and `may` those it may have besides; `either` is two of which a row has one, and
    `together` those of which a row has all or none. `limit` says whether the stated value may be a limit or loose;
    otherwise only "=" makes sense. `against` is the kind that it is compared with, "" for any. The columns that it
    `claims` are what it says something of: no allocation has to have their values. `sum` says whether a reader would
    call it one.
    """

    name: str
    test: str
    guidance: str
    sort: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    against: str = ""
    limit: bool = False
    sum: bool = False

    @property
    def relations(self) -> tuple[str, ...]:
        """How what is computed may be said to relate to what is stated."""
        return tuple(RELATIONS) if self.limit else ("=",)

    @property
    def of_year(self) -> bool:
        """Whether it is about one year, so that what it is compared with is about the same."""
        return "year" in self.needs


KINDS = {
    "total": Kind(
        "summa",
        "Raderna inom påståendets avgränsning summeras.",
        "Raderna inom avgränsningen summeras.",
        "money",
        needs=("relation", "value", "unit"),
        may=(*SCOPE, "rounding"),
        limit=True,
        sum=True,
    ),
    "share": Kind(
        "andel",
        "Summan inom avgränsningen delas med basens summa.",
        "Avgränsningens summa delas med basens, påståendet under Jämförs med. Värde, eller vad som saknas.",
        "percent",
        needs=("unit", "against"),
        may=(*SCOPE, "relation", "value", "rounding", "missing"),
        either=("value", "missing"),
        against="total",
        limit=True,
        sum=True,
    ),
    "count": Kind(
        "antal",
        "Åtgärderna, nämnderna eller potterna inom avgränsningen räknas.",
        "Olika åtgärder, nämnder eller potter räknas.",
        "count",
        needs=("relation", "value", "unit"),
        may=SCOPE,
        limit=True,
    ),
    "position": Kind(
        "plats i potten",
        "Åtgärdens plats i pottens ordning räknas fram.",
        "Åtgärdens nummer i pottens ordning.",
        "ordinal",
        needs=("relation", "value", "pot", "measure"),
        may=("year",),
    ),
    "overlap": Kind(
        "överlappning",
        "Raderna för åtgärder som också finns i den andra avgränsningen summeras.",
        "Det som ges åtgärder som också finns i avgränsningen för påståendet under Jämförs med.",
        "money",
        needs=("relation", "value", "unit", "pot", "against"),
        may=("year", "board", "tag", "rounding"),
        against="total",
    ),
    "date": Kind("datum", "Datumet söks i kalendern.", "Datumet söks i kalendern.", "text", needs=("value",)),
    "reference": Kind(
        "diarienummer",
        "Jämförs med ärendets diarienummer.",
        "Jämförs med diarienumret på bladet Handlingen.",
        "text",
        needs=("value",),
    ),
    "subject": Kind(
        "ändamål",
        "Jämförs med ärendets rubrik.",
        "Jämförs med ändamålet på bladet Handlingen.",
        "text",
        needs=("value",),
    ),
    "author": Kind(
        "avsändare",
        "Jämförs med den som enligt handlingen lämnar förslaget.",
        "Jämförs med avsändaren på bladet Handlingen.",
        "text",
        needs=("value",),
    ),
    "purpose": Kind(
        "pottens ändamål",
        "Jämförs med pottens ändamål.",
        "Jämförs med pottens ändamål.",
        "text",
        needs=("value", "pot"),
    ),
    "same": Kind(
        "upprepning",
        "Jämförs med ett tidigare påstående.",
        "Jämförs med värdet i påståendet under Jämförs med.",
        "against",
        needs=("value", "against"),
        may=("unit",),
    ),
    "mapping": Kind(
        "härledd nämnd",
        "Prövas genom beviset för vilken nämnd raderna hör till.",
        "Beviset för vilken nämnd härledda rader hör till. Pott, åtgärd och nämnd, eller inget av dem.",
        "text",
        may=("year", "pot", "measure", "board"),
        together=("measure", "pot", "board"),
        claims=("board",),
        sum=True,
    ),
    "request": Kind(
        "äskande",
        "Kan bara jämföras med det som fördelas; äskandena är inte redovisade var för sig.",
        "Ställs mot det som fördelas.",
        "money",
        needs=("relation", "value", "unit", "missing"),
        may=(*SCOPE, "rounding"),
    ),
    "plan": Kind(
        "kommande år",
        "Räknas fram ur årets belopp, den angivna förändringen och oförändrade övriga potter.",
        "Belopp för ett kommande år. Förändringen under Jämförs med, eller vad som saknas.",
        "money",
        needs=("relation", "value", "unit", "year"),
        may=("against", "missing", "rounding"),
        either=("against", "missing"),
        claims=("year",),
        against="change",
    ),
    "change": Kind(
        "förändring",
        "Räknas fram ur det angivna totalbeloppet och oförändrade övriga potter.",
        "En potts andel av årets belopp ett kommande år; räknas ur planen under Jämförs med.",
        "percent",
        needs=("relation", "value", "unit", "year", "pot", "against"),
        may=("rounding",),
        claims=("year",),
        against="plan",
    ),
    "conflict": Kind(
        "motstridig läsning",
        "Läses mot ett annat påstående.",
        "En läsning som inte kan gälla samtidigt som påståendet under Jämförs med.",
        "text",
        needs=("against",),
        may=("value",),
    ),
    "open": Kind(
        "öppen uppgift",
        "Går inte att räkna på; anges med vad som saknas.",
        "Går inte att räkna på.",
        "text",
        needs=("missing",),
        may=(*SCOPE, "value"),
        claims=SCOPE,
    ),
}
