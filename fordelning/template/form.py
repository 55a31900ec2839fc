"""The form: which sheets and columns the template has, what may be chosen in them, and what they say to who fills in.

The tables are those of schema.json under their Swedish titles. What a case writes with keys and English words is chosen
here by name and in Swedish.
"""

from dataclasses import dataclass, fields

from fordelning.base.money import KRONOR
from fordelning.case.identity import Decision
from fordelning.case.kind import KINDS, Kind
from fordelning.case.schema import BASES, CORE, TABLES, ColumnSchema, TableSchema
from fordelning.intake.cells.amount import plain

GUIDE, IDENTITY = "Läs mig", "Handlingen"
ROWS = 1_000  # how many rows of a sheet are made ready with lists; more can be filled in
NUMBERS = ("money", "percent", "count", "ordinal")  # the sorts of statements that state a number
IDENTITY_HEADER = ("Uppgift", "Svar", "Förklaring")

# Every answer about the document, by its name in a draft: its title, what it is, and whether it may be left blank.
ANSWERS = {
    "title": ("Rubrik", "Rapportens rubrik.", False),
    "description": ("Beskrivning", "Vad fallet är, i en mening. Tomt betyder som rubriken.", True),
    "source": ("Källa", "Handlingen som allt är hämtat ur: vem som har skrivit den, slag och beteckning.", False),
    "municipality": ("Kommun", "Kommunens namn.", False),
    "reference": ("Diarienummer", "Det som identifierar handlingen.", False),
    "document": ("Slag av handling", "Till exempel tjänsteutlåtande eller protokoll.", False),
    "subject": ("Ändamål", "Vad pengarna är till för, enligt ärendets rubrik.", False),
    "author": ("Avsändare", "Den som lämnar förslaget.", False),
    "decided_by": ("Beslutande", "Den som beslutar.", False),
    "status": ("Status", "Till exempel förslag till beslut.", False),
    "year": ("Budgetår", "Årtal. Någon rad på bladet Fördelning ska ha det.", False),
    "own_board": ("Egen nämnd", "Nämnden som förslaget kommer från. Den ska finnas på bladet Nämnder.", False),
    "funding": ("Finansiering", "Varifrån pengarna tas.", False),
    "version": ("Version", "Versionen av det som står här, som 1.0.0. Tomt betyder 1.0.0.", True),
    "created": (
        "Datum",
        "Dagen för den versionen, ÅÅÅÅ-MM-DD; också rapportens, om den inte får ett eget datum. Tomt "
        "betyder dagen då mallen läses in.",
        True,
    ),
    "source_path": ("Källans adress", "Var källan finns, om den ligger på en webbplats.", True),
    "source_hash": ("Källans kontrollsumma", "sha256: och 64 siffror 0–9 a–f, om källan ska kunna kännas igen.", True),
    "prepared_by": ("Upprättat av", "Rollen, inte namnet, på den som har upprättat fallet.", True),
    "prepared_on": ("Upprättat den", "Dagen då fallet var färdigt för granskning, ÅÅÅÅ-MM-DD.", True),
    "reviewed_by": ("Granskat av", "Rollen, inte namnet, på en annan än den som har upprättat fallet.", True),
    "reviewed_on": ("Granskat den", "Dagen då fallet var granskat, ÅÅÅÅ-MM-DD.", True),
}
DAYS = ("created", "prepared_on", "reviewed_on")  # answers that are dates
DECISION = tuple(f.name for f in fields(Decision))
STEPS = {
    unit: (f"Avrundning i {unit}", f"Steget som talen i {unit} är avrundade till; tomt om de inte är avrundade.")
    for unit in (*KRONOR, "%")
}

_WORDS = {
    "kind": {key: kind.name for key, kind in KINDS.items()},
    "basis": BASES,
    "confirmed": {"yes": "ja", "no": "nej", "changed": "ändrat"},
    "relation": {"=": "=", ">": ">", "<": "<", ">=": "≥", "<=": "≤", "part": "del av"},
    "status": {"open": "öppen", "put": "ställd", "answered": "besvarad"},
    "area": {
        "law": "lag",
        "mandate": "mandat",
        "money": "pengar",
        "later_years": "kommande år",
        "follow_up": "uppföljning",
        "form": "formalia",
    },
    "item": {
        "financing": "finansiering",
        "remainder": "vad som blir kvar",
        "execution": "ansvar och tid",
        "follow_up": "uppföljning",
        "legal_basis": "lagstöd",
        "alternatives": "alternativ",
        "refusal": "vad ett nej betyder",
        "year_before": "året före",
        "period": "del av året",
    },
}
NUMBERED = {"statements": "S", "proposals": "F"}  # the tables whose keys are numbers after a letter
_LABELS = {"notes": "number", "questions": "concern", "statements": "statement", "proposals": "proposal"}
_MADE = ("short_name",)  # columns besides the keys that are filled in where they are blank

# What a column says where the description in the schema is of the CSV file.
_HELP = {
    ("allocations", "amount"): "Beloppet, med decimalkomma om det behövs. Enheten står i kolumnen Enhet eller i "
    "cellen, som 4 715 tkr.",
    ("allocations", "unit"): "Beloppets enhet. Får lämnas tom om den står i beloppets cell.",
    ("allocations", "basis"): "angiven: nämnden står i dokumentet. härledd: nämnden är härledd ur nämndernas summor.",
    ("proposals", "proposal"): "F och två till fyra siffror. Får lämnas tomt: då numreras raden.",
    ("proposals", "confirmed"): "ja: förslaget stämmer. nej: det gör det inte, och dess rader kommer inte "
    "med. ändrat: dess rader är rättade. Tomt betyder inte bekräftat.",
    ("questions", "area"): "Vad frågan gäller. Tomt betyder det som påståendena gäller.",
    ("questions", "status"): "öppen: inte ställd. ställd: ställd till den som vet. besvarad: svaret står under Svar. "
    "Tomt betyder öppen.",
    ("disclosures", "item"): "Saken som är undersökt.",
    ("allocations", "note"): "Numren på fotnoterna som hör till beloppet, med komma emellan; tomt om ingen.",
    ("statements", "statement"): "S och två till fyra siffror. Får lämnas tomt: då numreras raden. Raderna står i "
    "dokumentets ordning.",
    ("statements", "kind"): f"Hur påståendet prövas; slagen förklaras på bladet {GUIDE}.",
    ("statements", "board"): "Avgränsning till en nämnd; tomt betyder alla. För härledd nämnd: den nämnd som påstås.",
    ("statements", "relation"): "Hur det uträknade ska förhålla sig till det angivna, helst med dokumentets eget ord. "
    "del av: det uträknade är enligt dokumentet bara en del av det angivna.",
    (
        "statements",
        "value",
    ): "Det dokumentet anger: tal, datum som ÅÅÅÅ-MM-DD eller text, efter slaget. Får skrivas som "
    "i dokumentet: drygt fyra miljoner kronor.",
    ("statements", "against"): "Numret på det andra påstående som slaget behöver: bas för en andel, motpart i en "
    "motsägelse.",
}


@dataclass(frozen=True)
class Field:
    """The column `declared` of a table. `help` says what it holds, `choices` are the words to choose from, by code.

    `required` says whether a row must have it, whatever other sheets hold, and `made` whether it is filled in where it
    is blank.
    """

    declared: ColumnSchema
    help: str
    choices: dict[str, str]
    required: bool
    made: bool

    @property
    def name(self) -> str:
        """The column's name in the case."""
        return self.declared.name

    @property
    def title(self) -> str:
        """The column's heading."""
        return self.declared.title

    @property
    def type(self) -> str:
        """The type of its values."""
        return self.declared.type

    @property
    def target(self) -> str:
        """The table that it refers to, "" for none."""
        return self.declared.target

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest of its whole numbers."""
        least, most = self.declared.minimum, self.declared.maximum
        return 0 if least is None else least, 999_999 if most is None else most


@dataclass(frozen=True)
class FormTable:
    """A table of a case as a sheet. `key` is the column that identifies a row and is not a reference, or "".

    `label` is the column whose values other sheets choose among, and `unique` the columns, one or several together,
    that no two rows have alike.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: str
    label: str
    unique: tuple[tuple[str, ...], ...]

    def position(self, field: str) -> int:
        """The column's number from 0."""
        return [f.name for f in self.fields].index(field)


def tables() -> dict[str, FormTable]:
    """Every table by name, in the order of the sheets."""
    return {name: _table(table) for name, table in TABLES.items()}


def folded(text: str) -> str:
    """`text` as names are compared: without regard to capitals, kinds of space and composition of letters."""
    return plain(text).casefold()


def needs(kind: Kind, titles: dict[str, str]) -> tuple[str, str]:
    """The columns that a kind of statement must have, and those it may have, under their titles."""
    must, may = (", ".join(titles[column] for column in columns) or "–" for columns in (kind.needs, kind.may))
    return must, may


def _table(table: TableSchema) -> FormTable:
    referring = {column.name for column in table.columns if column.target}
    key = table.key[0] if len(table.key) == 1 and table.key[0] not in referring else ""
    single = tuple((column.name,) for column in table.columns if column.unique)
    return FormTable(
        table.name,
        table.title,
        table.description,
        tuple(_field(table, column, key) for column in table.columns),
        key,
        _LABELS.get(table.name, "name") if key else "",
        (*single, table.key) if table.key else single,
    )


def _field(table: TableSchema, column: ColumnSchema, key: str) -> Field:
    made = column.name == key or column.name in _MADE
    help = column.description
    if made:
        help += " Får lämnas tomt: då görs det av namnet."
    if lone := column.target and TABLES[column.target].profile != CORE:
        help += f" Måste fyllas i när bladet {TABLES[column.target].title} har rader." if column.required else ""
    said_elsewhere = (table.name, column.name) == ("allocations", "unit")
    return Field(
        column,
        _HELP.get((table.name, column.name), help),
        {code: _WORDS.get(column.name, {}).get(code, code) for code in column.enum},
        column.required and not (made or said_elsewhere or lone),
        made,
    )
