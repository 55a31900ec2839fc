"""What an analyst can do about an error of Python's own in a cell: those of this program say it themselves."""

import builtins
import difflib
import inspect
import re
from collections.abc import Collection, Sequence

import fordelning

_NAME = r"'([^']+)'"
_WORD = re.compile(r"[^\W\d]\w*")


def way_forward(name: str, said: str, sources: Sequence[str]) -> str:
    """What to do about the error `name`, of which Python has `said` this, in a notebook whose cells have `sources`.

    "" where it is no error of Python's own.
    """
    kind = getattr(builtins, name, None)
    if name != "ModuleNotFoundError" and not (isinstance(kind, type) and issubclass(kind, Exception)):
        return ""
    return f"{_meaning(name, said, sources)} Rätta cellen, och kör den i JupyterLab."


def _meaning(name: str, said: str, sources: Sequence[str]) -> str:
    match name:
        case "NameError" if found := re.search(rf"name {_NAME} is not defined", said):
            return _unknown(found[1], sources)
        case "ImportError" if found := re.search(rf"cannot import name {_NAME} from 'fordelning'", said):
            return f"fordelning har inget som heter {found[1]}{_near(found[1], fordelning.__all__)}."
        case "ModuleNotFoundError" if found := re.search(rf"No module named {_NAME}", said):
            return f"Paketet {found[1]} finns inte i miljön{_near(found[1], fordelning.__all__)}."
        case "TypeError" if found := re.search(rf"(\w+)\(\) got an unexpected keyword argument {_NAME}", said):
            return f"{found[1]} har inget argument {found[2]}{_near(found[2], _arguments(found[1]))}."
        case "AttributeError" if found := re.search(rf"attribute {_NAME}", said):
            return f"Det finns inget som heter {found[1]} där{_near(found[1], _attributes(said))}."
        case "KeyError":
            return f"Kolumnen eller nyckeln {said} finns inte; list(tabellen) visar vilka kolumner en tabell har."
        case "IndexError":
            return "Platsen finns inte: listan eller tabellen är kortare."
        case "ZeroDivisionError":
            return "Något delas med noll."
        case "FileNotFoundError":
            return "Filen finns inte; platsen räknas från mappen där anteckningsboken körs."
        case "SyntaxError" | "IndentationError":
            return "Cellen är inte skriven som Python vill ha det."
    return "Felet är Pythons eget, och gäller koden i cellen."


def _unknown(word: str, sources: Sequence[str]) -> str:
    if word in fordelning.__all__:
        return f"{word} hämtas ur fordelning: skriv from fordelning import {word}."
    words = {found for source in sources for found in _WORD.findall(source)} - {word}
    return (
        f"Namnet {word} finns inte{_near(word, [*words, *fordelning.__all__]) or ', eller får sitt värde längre ner'}."
    )


def _near(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; menades {near[0]}?" if near else ""


def _arguments(function: str) -> list[str]:
    """The arguments of a function of the front door, or of a block; none of any other."""
    homes = [fordelning, *(getattr(fordelning, name) for name in fordelning._BLOCKS)]
    found = next((getattr(home, function) for home in homes if function in dir(home)), None)
    return list(inspect.signature(found).parameters) if inspect.isfunction(found) else []


def _attributes(said: str) -> list[str]:
    """What stands in the module of this program that Python names."""
    found = re.search(r"module 'fordelning\.report\.(\w+)'", said)
    return dir(getattr(fordelning, found[1])) if found and found[1] in fordelning._BLOCKS else []
