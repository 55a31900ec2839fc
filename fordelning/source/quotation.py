"""The words that stand around a statement in the source, in short: read when they are shown, and stored nowhere."""

import re
from bisect import bisect_left

from fordelning.base.errors import shorten
from fordelning.base.profile import undrawable
from fordelning.case.case import Case
from fordelning.case.statement import Statement

from .tokens import Token
from .trace import Trace, keys_of, lines_of, stated

_WORDS = 12
_ALONE = ("date", "reference")  # stand in page heads: what follows there may be a person's name
_LONGEST = 140  # characters
_MARKUP = re.compile(r"[*#|>]|</?[a-z]{1,10}>")


class Quotations:
    """What stands in the source of `trace` by the statements of `case`."""

    def __init__(self, trace: Trace, case: Case):
        self.original, self.case = trace.original, case
        self.tokens = sorted((one.token for one in trace.tokens), key=lambda token: (token.line, token.start))
        self.starts = [token.line for token in self.tokens]

    def of(self, s: Statement) -> str:
        """About twelve words around the figure of `s`, or the first of its place; "" where it has no lines."""
        ranges = lines_of(self.case, s.place, self.original)
        wanted = {figure.key for figure in stated(self.case, s)}
        for stretch in ranges if wanted else ():
            for token in self.tokens[bisect_left(self.starts, stretch.start) : bisect_left(self.starts, stretch.stop)]:
                if not wanted.isdisjoint(keys_of(token, self.original)):
                    return self._before(token) if s.kind in _ALONE else self._around(token, stretch)
        words = [word for stretch in ranges for line in stretch for word in self._words(line)]
        return _shown(words[:_WORDS], False, len(words) > _WORDS)

    def _words(self, line: int, start: int = 0, end: int | None = None) -> list[str]:
        return _MARKUP.sub(" ", self.original.lines[line - 1][start:end]).split()

    def _before(self, token: Token) -> str:
        words = self._words(token.line, 0, token.end)
        return _shown(words[-_WORDS // 2 :], len(words) > _WORDS // 2, False)

    def _around(self, token: Token, stretch: range) -> str:
        """The words around `token`, from its own line and from the next ones of its place."""
        before = self._words(token.line, 0, token.start)
        after = self._words(token.line, token.start)
        if token.line > stretch.start:
            before = self._words(token.line - 1) + before
        if token.line + 1 < stretch.stop:
            after += self._words(token.line + 1)
        words = before + after
        first = max(0, min(len(before) - _WORDS // 2, len(words) - _WORDS))
        return _shown(words[first : first + _WORDS], first > 0, first + _WORDS < len(words))


def _shown(words: list[str], begun: bool, going_on: bool) -> str:
    """`words` as a report can show them: what its font does not have is a question mark."""
    text = "".join(c if c.isprintable() else " " for c in " ".join(words))
    for character in undrawable(text):
        text = text.replace(character, "?")
    cut = shorten(text, _LONGEST).strip("»")
    return f"{'… ' if begun else ''}{cut}{' …' if going_on and not cut.endswith('…') else ''}" if words else ""
