"""The columns of amounts together: what their headings name, and whether their years tell them apart."""

from dataclasses import dataclass
from functools import cached_property

from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import TableColumn
from fordelning.intake.table.vocabulary import NAMES, PLURAL


@dataclass(frozen=True)
class AmountColumns:
    """`columns` hold amounts; `unknown` are those with headings that name something without saying what it is.

    `role` is what they name, "" where neither the analyst nor the other headings say it; roles of `taken` are named by
    columns of labels.
    """

    inquiry: Inquiry
    columns: list[TableColumn]
    unknown: list[TableColumn]
    role: str
    taken: set[str]

    @cached_property
    def years(self) -> dict[int, frozenset[str]]:
        """The years that each heading names, by the column's place."""
        return {
            column.index: frozenset(vocabulary.YEAR.findall(vocabulary.without_against(column.heading)))
            for column in self.columns
        }

    @property
    def yearly(self) -> bool:
        """Whether every heading names one year."""
        return all(len(years) == 1 for years in self.years.values())

    @property
    def apart(self) -> bool:
        """Whether their years tell all columns apart."""
        return self.yearly and len(set(self.years.values())) == len(self.columns)

    def free(self, *roles: str) -> list[str]:
        """The words for those of `roles` that no column of labels has."""
        return [word for role, word in PLURAL.items() if role in roles and role not in self.taken]


def of(inquiry: Inquiry, values: list[TableColumn], taken: set[str]) -> AmountColumns:
    """Those of `values` that hold amounts."""
    columns = [column for column in values if column.kind == "amount"]
    unknown = [column for column in values if column.unknown]
    boards = sum("board" in column.about for column in columns)
    most = unknown and boards and boards >= len(unknown)
    role = NAMES.get(inquiry.options.columns, "") or ("board" if most else "")
    return AmountColumns(inquiry, columns, unknown, role, taken)
