"""The template: a case as an Excel workbook to fill in, with lists to choose from, and read back."""

from .answers import is_template, placed, read
from .book import workbook
from .pair import beside, create, differs, filled_in, is_unread

__all__ = ["beside", "create", "differs", "filled_in", "is_template", "is_unread", "placed", "read", "workbook"]
