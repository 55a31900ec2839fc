"""What came of many editions: a line for each as it comes, and when all have, a table, a page and the same as JSON."""

from collections import Counter
from pathlib import Path

from fordelning.base import status
from fordelning.base.errors import reason
from fordelning.base.money import decimal
from fordelning.case.folder import find
from fordelning.publish.edition import seal
from fordelning.publish.edition.overview import write
from fordelning.publish.edition.target import require_ours
from fordelning.publish.render.html import page

from .order import Result

PAGE, DATA = "batch.html", "batch.json"
_FATES = {
    "gjord": "gjorda",
    "oförändrad": "oförändrade",
    "inte godkänd": "inte godkända",
    "misslyckad": "misslyckade",
}


def fate(result: Result) -> str:
    """What came of an edition, in a word or two."""
    if result.state is None:
        return "misslyckad"
    if not result.state["approved"]:
        return "inte godkänd"
    return "gjord" if result.made else "oförändrad"


def exit_status(result: Result) -> int:
    """The status that the edition would have had if it had been made alone."""
    if result.error is not None:
        return status.of(result.error)
    return status.FINE if result.state and result.state["approved"] else status.NOT_APPROVED


def line(result: Result) -> str:
    """One edition as it comes."""
    if result.state is None:
        return f"{result.order.name}: misslyckad. {_told(result)[0]}"
    how = f"{decimal(round(result.seconds * 10) / 10, 1)} s" if result.made else "inget har ändrats"
    return f"{result.order.name}: {result.state['verdict']} ({how})"


def table(results: list[Result]) -> list[str]:
    """The editions that did not go well, with the exit status of each, and last how many there are of each fate."""
    wrong = [result for result in results if exit_status(result)]
    width = max((len(result.order.name) for result in wrong), default=0)
    lines = []
    for result in wrong:
        first, *more = _told(result)
        lines.append(f"  {result.order.name:<{width}}  {exit_status(result)}  {first}")
        lines += [f"  {'':<{width}}     {text}" for text in more]
    head = [f"  {'utgåva':<{width}}  slutstatus"] if wrong else []
    return [*head, *lines, counts(results)]


def counts(results: list[Result]) -> str:
    """How many editions there are of each fate."""
    found = Counter(map(fate, results))
    told = [f"{found[one]} {one if found[one] == 1 else several}" for one, several in _FATES.items() if found[one]]
    return f"{len(results)} {'utgåva' if len(results) == 1 else 'utgåvor'}: {', '.join(told)}."


def require_replaceable(reports: Path) -> None:
    """Raises TargetError where the summary would take the place of what is not one of ours."""
    for name in (PAGE, DATA):
        require_ours(reports / name)


def withdraw(reports: Path) -> None:
    """Take away the summary of the run before: what it tells is no longer so. Raises as `require_replaceable`."""
    require_replaceable(reports)
    for name in (PAGE, DATA):
        (reports / name).unlink(missing_ok=True)


def write_summary(results: list[Result], reports: Path, making: Path) -> None:
    """Write the summary of a whole run in `reports`, as a page and as JSON, by way of the folder `making`."""
    ordered = sorted(results, key=lambda result: result.order.name)
    editions = [
        {
            "name": result.order.name,
            "parameters": result.order.parameters.recorded(find(result.order.parameters.case).resolve().name),
            "fate": fate(result),
            "status": exit_status(result),
            "verdict": result.state["verdict"] if result.state else None,
            "to_ask": result.state["to_ask"] if result.state else None,
            "why": result.why,
            "error": "\n".join(_told(result)) if result.error is not None else None,
            "seconds": round(result.seconds, 3),
        }
        for result in ordered
    ]
    found = Counter(map(fate, results))
    data = {"counts": {name: found[name] for name in _FATES}, "editions": editions}
    write(reports / DATA, seal.data(data), making)
    write(reports / PAGE, seal.page(page("batch.html.j2", editions=editions, counts=counts(results))), making)


def _told(result: Result) -> list[str]:
    """Why an edition did not go well, in lines."""
    error = result.error
    if result.state is not None:
        return [f"{result.state['verdict']}: se {result.state['folder']}"]
    if isinstance(error, OSError):
        return [f"{error.filename or ''}: {reason(error)}"]
    return str(error).splitlines() or [type(error).__name__]
