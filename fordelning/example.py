"""The made-up case that `fordelning new` begins with: a case folder and the template, with the same rows in both."""

import datetime
import json
import tempfile
from importlib.resources import files
from pathlib import Path

from .draft import Draft, DraftError, check_name, write
from .faults import reason
from .template import workbook


def draft() -> Draft:
    """The example."""
    return Draft(**json.loads((files("fordelning") / "example.json").read_text(encoding="utf-8")))


def create(name: str, data: Path, created: datetime.date, replace: bool = False) -> tuple[Path, Path]:
    """Write the example as the case `name` in `data`, and the template beside it; returns both.

    Raises DraftError where one of them may not or cannot be written; then neither is.
    """
    folder, template = data / name, data / f"{name}.xlsx"
    check_name(name)
    if template.is_symlink() or template.is_dir() or (template.exists() and not replace):
        raise DraftError(f"{template} finns redan. Ange --replace för att ersätta den, eller välj ett annat namn.")
    example = draft()
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ny-", dir=data) as made:
            staged, previous = Path(made) / "mall.xlsx", Path(made) / "previous.xlsx"
            staged.write_bytes(workbook(example))
            if template.exists():
                template.rename(previous)  # a template that is open in Excel stops it here
            try:
                staged.rename(template)
                write(example, folder, created, replace)  # last, for it is all or nothing by itself
            except BaseException:
                template.unlink(missing_ok=True)
                if previous.exists():
                    previous.rename(template)
                raise
    except OSError as error:
        raise DraftError(f"{template} kan inte skrivas: {reason(error)}.") from error
    return folder, template
