"""What an ordinary Python error in an analyst's cell is called in Swedish, and what was probably meant."""

import builtins
import difflib
import importlib
import inspect
import re
import sys
from collections.abc import Iterable

import nbformat

from fordelning.base.errors import shorten

FORWARD = "Rätta cellen, kör hela anteckningsboken i JupyterLab, och gör rapporten igen."

# By the error's name: the form of what Python says, with what is unknown in the brackets, and the same in Swedish.
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "KeyError": (
        (r".*\['(.*?)'", "ingen kolumn, rad eller nyckel heter {}"),  # one of several
        (r"'(.*)'$", "ingen kolumn, rad eller nyckel heter {}"),
        (r"(.*)", "{} finns inte"),
    ),
    "NameError": ((r"name '(.*?)' is not defined", "namnet {} är inte importerat och har inte fått något värde"),),
    "UndefinedVariableError": (("name '(.*?)' is not defined", "ingen kolumn heter {}"),),  # of DataFrame.query
    "UnboundLocalError": ((r".*variable '(.*?)'", "namnet {} används innan det har fått något värde"),),
    "AttributeError": ((r".* has no attribute '(.*?)'", "det finns inget som heter {} att hämta där"),),
    "ModuleNotFoundError": ((r"No module named '(.*?)'", "modulen {} är inte installerad i miljön"),),
    "ImportError": ((r"cannot import name '(.*?)'", "det finns inget som heter {} att importera"),),
    "FileNotFoundError": ((r".*'(.*?)'", "filen {} finns inte; ange hela sökvägen"),),
    "TypeError": (
        (r".*unexpected keyword argument '(.*?)'", "funktionen tar inget argument som heter {}"),
        (r".*missing \d+ required .*?: '(.*)'", "funktionen måste få även {}"),
        (r"(.*) takes .* given", "funktionen {} fick fler argument än den tar"),
    ),
    "MergeError": (
        ("No common columns", "tabellerna har ingen gemensam kolumn; ange on=, eller left_on= och right_on="),
        (".*not a (?:one|many)-to", "nycklarna är inte unika i den tabell där validate= kräver det"),
    ),
    "ValueError": (
        ("All arrays must be of the same length", "kolumnerna är inte lika långa"),
        ("Length of values", "kolumnen är inte lika lång som tabellen"),
        (
            r"""[^'"]*(?:Unable to parse string|could not convert|invalid literal)[^'"]*['"](.*?)['"]""",
            "{} är inget tal",
        ),
    ),
    "ZeroDivisionError": (("", "det går inte att dela med noll"),),
    "IndexError": (("", "det finns inte så många rader eller delar"),),
    "SyntaxError": (("", "det som står i cellen är inte Python"),),
    "IndentationError": (("", "raderna i cellen är inte indragna som Python vill"),),
    "MemoryError": (("", "datorns minne räckte inte"),),
}


def sources(nb: nbformat.NotebookNode) -> list[str]:
    """What is written in the cells of code."""
    return ["".join(cell.source) for cell in nb.cells if cell.cell_type == "code"]


def told(name: str, value: str, sources: Iterable[str]) -> str:
    """What Python says, `value`, of an error called `name`, in a sentence with the way forward.

    Where a name is misspelt, the nearest of those in the notebook's `sources`, and of what may be written there, is
    asked about. An error of this project is not added to: it says itself what can be done.
    """
    kind = getattr(builtins, name, Exception)
    if not issubclass(kind, Exception) or (kind is Exception and _own(name)):
        return value
    for form, sentence in _KINDS.get(name, ()):
        if found := re.match(form, value, re.DOTALL):
            unknown = found[1] if found.groups() else ""
            own, known = {word for source in sources for word in re.findall(r"[^\W\d]\w*", source)}, _known(name, value)
            meant = [] if unknown in known else sorted((own | known) - {unknown})
            near = [] if name == "ValueError" else difflib.get_close_matches(unknown, meant, 1, 0.7)
            asked = f"; menade du {shorten(near[0])}?" if near else "."
            said = "" if unknown else value and f" (Python: {value})"
            return f"{sentence.format(shorten(unknown))}{said}{asked} {FORWARD}"
    said = value.strip().rstrip(".")
    return f"{f'Python säger: {said}' if said else 'Python säger inte varför'}. {FORWARD}"


def _own(name: str) -> bool:
    """Whether an error called `name` is the project's."""
    return any(
        hasattr(module, name) for path, module in list(sys.modules.items()) if path.split(".")[0] == "fordelning"
    )


def _known(name: str, value: str) -> set[str]:
    """What may be meant where an error called `name` is about a name: of the front door, and of what it has."""
    fordelning = importlib.import_module("fordelning")
    doors = [getattr(fordelning, one) for one in fordelning.__all__]
    match name:
        case "KeyError" | "UndefinedVariableError":  # the names in the docstrings are those of columns
            return {word for door in doors for word in re.findall(r"`(\w+)`", inspect.getdoc(door) or "")}
        case "TypeError":
            calls = [*doors, *vars(fordelning.charts).values()]
            return {word for call in calls if inspect.isfunction(call) for word in inspect.signature(call).parameters}
        case "AttributeError":
            return _parts(value)
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
