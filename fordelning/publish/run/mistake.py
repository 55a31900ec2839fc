"""What an error of Python, pandas or matplotlib in an analyst's cell is called in Swedish, and what was meant."""

import difflib
import importlib
import inspect
import re
import sys
from collections.abc import Iterable

import nbformat

from fordelning.base.errors import shorten

FORWARD = "Rätta cellen, kör hela anteckningsboken i JupyterLab, och gör rapporten igen."

_MISSPELT = (r".*unexpected keyword argument '(.*?)'", "funktionen tar inget argument som heter {}")
_NAMELESS = (r"name '(.*?)' is not defined", "namnet {} är inte importerat och har inte fått något värde")

# By the error's name: the form of what Python says, with what is unknown in the brackets, and the same in Swedish. An
# error with none of the forms is told as what it is one of: whatever a library raises is some ValueError or Exception.
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "KeyError": (
        (r".*\['(.*?)'", "ingen kolumn, rad eller nyckel heter {}"),  # one of several
        (r"'Column not found: (.*)'$|.* '(.*?)' not found", "ingen kolumn, rad eller nyckel heter {}"),
        (r"'(.*)'$", "ingen kolumn, rad eller nyckel heter {}"),
        (r"(.*)", "{} finns inte"),
    ),
    "UndefinedVariableError": ((r"name '(.*?)' is not defined", "ingen kolumn heter {}"),),
    "NameError": (_NAMELESS,),
    "UnboundLocalError": ((r".*variable '(.*?)'", "namnet {} används innan det har fått något värde"),),
    "AttributeError": (
        (r".* has no attribute '(.*?)'", "det finns inget som heter {} att hämta där"),
        _MISSPELT,  # as matplotlib tells it
        ("", "det går inte att hämta eller sätta där"),
    ),
    "ModuleNotFoundError": ((r"No module named '(.*?)'", "modulen {} är inte installerad i miljön"),),
    "ImportError": (
        (r"cannot import name '(.*?)'", "det finns inget som heter {} att importera"),
        ("", "en modul saknas, eller går inte att använda"),
    ),
    "FileNotFoundError": ((r".*'(.*?)'", "filen {} finns inte; ange hela sökvägen"),),
    "OSError": (("", "en fil eller adress går inte att läsa eller skriva"),),
    "BadZipFile": (("", "filen är ingen arbetsbok i Excels form (.xlsx)"),),
    "TypeError": (
        _MISSPELT,
        (r".*missing \d+ required .*?: '(.*)'", "funktionen måste få även {}"),
        (r"(.*) takes .* given", "funktionen {} fick fler argument än den tar"),
        ("", "ett värde är av en annan sort än det som ska göras kräver, som text där det ska vara tal"),
    ),
    "MergeError": (
        (
            "Merge keys are not unique",
            "tabellerna går inte att slå ihop: nyckeln finns på flera rader där validate vill ha en",
        ),
        (
            "No common columns",
            "tabellerna går inte att slå ihop: de har ingen kolumn gemensam; ange on, eller left_on och right_on",
        ),
        ("", "tabellerna går inte att slå ihop så"),
    ),
    "EmptyDataError": (("", "filen är tom"),),
    "ParserError": (("", 'filens rader har olika många fält; ange vad som skiljer dem, som sep=";"'),),
    "UnicodeDecodeError": (("", 'filen är inte skriven i UTF-8; ange hur den är skriven, som encoding="cp1252"'),),
    "ValueError": (
        ("You are trying to merge", "tabellerna går inte att slå ihop: nyckeln är text i den ena och tal i den andra"),
        (r"Worksheet named '(.*)' not found", "arbetsboken har inget ark som heter {}"),
        (r"could not convert string to float: '(.*?)'", "texten {} är inget tal"),
        (r"invalid literal for int\(\) with base 10: '(.*?)'", "texten {} är inget heltal"),
        ("Cannot convert non-finite", 'ett värde saknas där det ska vara heltal; fyll i det, eller ange typen "Int64"'),
        (".*(?:duplicate (?:labels|entries)|not unique)", "samma namn eller nyckel finns flera gånger"),
        (
            "Length of|All arrays must|x and y must have|shape mismatch|operands could not|.*identically-labeled",
            "det som sätts ihop är inte lika långt, eller har inte samma rader",
        ),
        ("The truth value", "en hel kolumn är varken sann eller falsk; ange .any() eller .all()"),
        ("", "ett värde passar inte för det som ska göras"),
    ),
    "ArithmeticError": (("", "det går inte att räkna så"),),
    "ZeroDivisionError": (("", "det går inte att dela med noll"),),
    "IndexError": (("", "det finns inte så många rader eller delar"),),
    "SyntaxError": (("", "det som står i cellen är inte Python"),),
    "IndentationError": (("", "raderna i cellen är inte indragna som Python vill"),),
    "MemoryError": (("", "datorns minne räckte inte"),),
    "RecursionError": (("", "en funktion anropar sig själv utan slut"),),
    "AssertionError": (("", "det som assert kräver gäller inte"),),
    "KeyboardInterrupt": (("", "körningen avbröts i cellen"),),
    "Exception": (("", "cellen gick inte att köra"),),
}


def sources(nb: nbformat.NotebookNode) -> list[str]:
    """What is written in the cells of code."""
    return ["".join(cell.source) for cell in nb.cells if cell.cell_type == "code"]


def told(name: str, value: str, sources: Iterable[str]) -> str:
    """What Python says, `value`, of an error called `name`, in a sentence with the way forward.

    Where a name is misspelt, the nearest of those in the notebook's `sources`, and of what may be written there, is
    asked about. What is no error of Python's own is not added to: it says itself what can be done.
    """
    kind = _kind(name)
    if kind is None or kind.__module__.partition(".")[0] == "fordelning":
        return value
    forms = [form for base in kind.__mro__ for form in _KINDS.get(base.__name__, ())]
    for form, sentence in forms:
        if found := re.match(form, value, re.DOTALL):
            unknown = next(filter(None, found.groups()), "")
            own, known = {word for source in sources for word in re.findall(r"[^\W\d]\w*", source)}, _known(name, value)
            meant = [] if unknown in known or unknown.endswith(")") else sorted((own | known) - {unknown})
            near = difflib.get_close_matches(unknown, meant, 1, 0.7)
            asked = f"; menade du {shorten(near[0])}?" if near else "."
            words = " ".join(value.split()).rstrip(" .")
            said = "" if unknown else words and f" ({_library(kind)}: {shorten(words, 300).strip('»')})"
            return f"{sentence.format(shorten(unknown))}{said}{asked} {FORWARD}"
    return value


def _kind(name: str) -> type[BaseException] | None:
    """The error called `name`, of all that are loaded: one of the project's own, of Python's, or of a library."""
    kinds, waiting = [], [BaseException]
    while waiting:
        kind = waiting.pop()
        kinds += [kind] if kind.__name__ == name else []
        waiting += type.__subclasses__(kind)
    rank = ["fordelning", "builtins", "pandas"]
    homes = {kind.__module__.partition(".")[0]: kind for kind in kinds}
    return next((homes[home] for home in (*rank, *sorted(homes)) if home in homes), None)


def _library(kind: type[BaseException]) -> str:
    """Whose words an error's are."""
    home = kind.__module__.partition(".")[0]
    return "Python" if home in sys.stdlib_module_names or home == "__main__" else home


def _known(name: str, value: str) -> set[str]:
    """What may be meant where an error called `name` is about a name: of the front door, and of what it has."""
    fordelning = importlib.import_module("fordelning")
    doors = [getattr(fordelning, one) for one in fordelning.__all__]
    # the names in the docstrings are those of columns
    columns = {word for door in doors for word in re.findall(r"`(\w+)`", inspect.getdoc(door) or "")}
    match name:
        case "KeyError" | "UndefinedVariableError":
            return columns
        case "TypeError":
            calls = [*doors, *vars(fordelning.charts).values()]
            return {word for call in calls if inspect.isfunction(call) for word in inspect.signature(call).parameters}
        case "AttributeError":
            return _parts(value) | (columns if "'DataFrame'" in value else set())
        case "NameError" | "ImportError":
            return set(fordelning.__all__)
        case _:
            return set()


def _parts(value: str) -> set[str]:
    """What the module or object has that an AttributeError says lacks something."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame, Series

    if module := re.match("module '(.*?)'", value):
        return {*dir(sys.modules.get(module[1]))}
    return {word for one in (DataFrame, Series, Axes, Figure) if f"'{one.__name__}'" in value for word in dir(one)}
