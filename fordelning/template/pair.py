"""A case folder and the template beside it: written together or not at all, and held against each other."""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

from fordelning.base.errors import CaseError
from fordelning.case import draft
from fordelning.case.draft import Draft, DraftError
from fordelning.case.package import DESCRIPTOR
from fordelning.intake.cells import sheet
from fordelning.intake.cells.amount import Style
from fordelning.intake.cells.cell import Sheet, SheetError

from .answers import is_template, read
from .book import workbook
from .form import ANSWERS, IDENTITY, tables


def beside(folder: Path) -> Path:
    """Where the template of the case in `folder` lies."""
    return folder.with_name(f"{folder.name}.xlsx")


def create(
    made: Draft,
    folder: Path,
    created: datetime.date,
    replace: bool = False,
    check: Callable[[], None] = lambda: None,
) -> Path:
    """Write `made` as the case in `folder` and as the template beside it; returns the template's path.

    Raises CaseError where the case does not validate and DraftError where one of them may not or cannot be written;
    then neither is. A file that is no template is never replaced. `check` is as that of `draft.write`.
    """
    template, made = beside(folder), draft.dated(made, created)

    def check_both() -> None:
        check()
        _require_replaceable(template, replace)

    draft.write(made, folder, created, replace, workbook(made), check_both)
    return template


def _require_replaceable(template: Path, replace: bool) -> None:
    if template.is_symlink() or template.is_dir() or (template.exists() and not _sheets(template)[0]):
        raise DraftError(
            f"{template} finns redan men är ingen mall, och ersätts inte. Flytta den, eller välj ett annat namn."
        )
    if template.exists() and not replace:
        raise DraftError(f"{template} finns redan. Ange --replace för att ersätta den, eller välj ett annat namn.")


def differs(folder: Path) -> bool:
    """Whether there is a template beside the case in `folder` that would make another case, or cannot be read."""
    template = beside(folder)
    sheets, faults = _sheets(template)
    if not sheets:
        return False
    case = draft.read(folder)
    created = datetime.date.fromisoformat(case.created)
    return all(
        draft.texts(draft.dated(made, created), folder.name) != draft.texts(case, folder.name)
        for made in _readings(template, sheets, faults)
    )


def is_unread(folder: Path) -> bool:
    """Whether the template beside the case in `folder` holds what somebody has saved in it and the case has not."""
    template = beside(folder)
    if not differs(folder):
        return False
    return all(workbook(made) != template.read_bytes() for made in _readings(template, *_sheets(template)))


def filled_in(folder: Path, made: Draft) -> list[str]:
    """What has been filled in, in the case in `folder` or in the template beside it, that `made` lacks; by sheet.

    Nothing where the two are as the program wrote them: what it read it can read again.
    """
    template, kept, lost = beside(folder), [], []
    if (folder / DESCRIPTOR).is_file():
        try:
            kept.append(draft.read(folder))
        except CaseError:
            lost.append("fallet, som inte kan läsas")
    sheets, faults = _sheets(template)
    if sheets:
        filled = next(_readings(template, sheets, faults), None)
        kept += [filled] if filled else []
        lost += [] if filled else ["mallen, som inte kan läsas"]
        if not lost and all(workbook(each) == template.read_bytes() for each in kept):
            return []
    named = (line for case in kept for line in _lacking(made, case))
    return list(dict.fromkeys((*lost, *named)))


def _lacking(made: Draft, case: Draft) -> Iterator[str]:
    """The sheets where `case` has what `made` lacks, each with how many rows."""
    about = {**vars(case), **case.decision}, {**vars(made), **made.decision}
    answers = [name for name in ANSWERS if name not in ("version", "created")]  # those of a new case are its own
    if case.rounding != made.rounding or any(about[0][name] != about[1][name] for name in answers):
        yield IDENTITY
    for name, table in tables().items():
        one, other = (
            [tuple(row.get(field.name, "") for field in table.fields) for row in each.rows.get(name, [])]
            for each in (case, made)
        )
        if count := sum(row not in other for row in one):
            yield f"{table.title} ({count} {'rad' if count == 1 else 'rader'})"


def _sheets(template: Path) -> tuple[list[Sheet], list[str]]:
    """The sheets of the template and what is wrong with their cells; no sheets where it is none, or is not there."""
    sheets, faults = [], []
    try:
        sheets = sheet.read(template) if template.is_file() else []
    except SheetError as error:
        sheets, faults = error.sheets, error.faults
    return (sheets, faults) if is_template(sheets) else ([], [])


def _readings(template: Path, sheets: list[Sheet], faults: list[str]) -> Iterator[Draft]:
    """The drafts that the template is read as, by each style of its amounts; none where it is faulty."""
    for style in (Style(), Style(","), Style(".")):
        with contextlib.suppress(SheetError):
            yield read(template.name, sheets, style, faults)
