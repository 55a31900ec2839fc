"""A case folder and the template beside it: written together or not at all, and held against each other."""

import datetime
import tempfile
from pathlib import Path

from .. import draft, sheet
from ..amount import Style
from ..draft import Draft, DraftError
from ..faults import reason
from ..sheet import SheetError
from .answers import is_template, read
from .book import workbook


def beside(folder: Path) -> Path:
    """Where the template of the case in `folder` lies."""
    return folder.with_name(f"{folder.name}.xlsx")


def create(made: Draft, folder: Path, created: datetime.date, replace: bool = False) -> Path:
    """Write `made` as the case in `folder` and as the template beside it; returns the template's path.

    Raises CaseError where the case does not validate and DraftError where one of them may not or cannot be written;
    then neither is. A file that is no template is never replaced.
    """
    draft.check_name(folder.name)
    template, made = beside(folder), draft.dated(made, created)
    if template.is_symlink() or template.is_dir() or (template.exists() and not _is_template(template)):
        raise DraftError(
            f"{template} finns redan men är ingen mall, och ersätts inte. Flytta den, eller välj ett annat namn."
        )
    if template.exists() and not replace:
        raise DraftError(f"{template} finns redan. Ange --replace för att ersätta den, eller välj ett annat namn.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ny-", dir=folder.parent) as staging:
            staged, previous = Path(staging) / "mall.xlsx", Path(staging) / "previous.xlsx"
            staged.write_bytes(workbook(made))
            if template.exists():
                template.rename(previous)  # a template that is open in Excel stops it here
            try:
                staged.rename(template)
                draft.write(made, folder, created, replace)  # last, for it is all or nothing by itself
            except BaseException:
                template.unlink(missing_ok=True)
                if previous.exists():
                    previous.rename(template)
                raise
    except OSError as error:
        raise DraftError(f"{template} kan inte skrivas: {reason(error)}.") from error
    return template


def differs(folder: Path) -> bool:
    """Whether there is a template beside the case in `folder` that would make another case, or cannot be read."""
    template = beside(folder)
    if not template.is_file() or not _is_template(template):
        return False
    case = draft.read(folder)
    created = datetime.date.fromisoformat(case.created)

    def same(style: Style) -> bool:
        try:
            made = draft.dated(read(template.name, sheet.read(template), style), created)
        except SheetError:
            return False
        return draft.texts(made, folder.name) == draft.texts(case, folder.name)

    return not any(map(same, (Style(), Style(","), Style("."))))


def _is_template(path: Path) -> bool:
    try:
        return is_template(sheet.read(path))
    except SheetError as error:
        return is_template(error.sheets)
