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
from fordelning.intake.cells.cell import SheetError

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
    if template.is_symlink() or template.is_dir() or (template.exists() and not _is_template(template)):
        raise DraftError(
            f"{template} finns redan men är ingen mall, och ersätts inte. Flytta den, eller välj ett annat namn."
        )
    if template.exists() and not replace:
        raise DraftError(f"{template} finns redan. Ange --replace för att ersätta den, eller välj ett annat namn.")


def differs(folder: Path) -> bool:
    """Whether there is a template beside the case in `folder` that would make another case, or cannot be read."""
    template = beside(folder)
    if not template.is_file() or not _is_template(template):
        return False
    case = draft.read(folder)
    created = datetime.date.fromisoformat(case.created)
    return all(
        draft.texts(draft.dated(made, created), folder.name) != draft.texts(case, folder.name)
        for made in _readings(template)
    )


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
    if template.is_file() and _is_template(template):
        filled = next(_readings(template), None)
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


def _readings(template: Path) -> Iterator[Draft]:
    """The drafts that the template is read as, by each style of its amounts; none where it is faulty."""
    for style in (Style(), Style(","), Style(".")):
        with contextlib.suppress(SheetError):
            yield read(template.name, sheet.read(template), style)


def _is_template(path: Path) -> bool:
    try:
        return is_template(sheet.read(path))
    except SheetError as error:
        return is_template(error.sheets)
