"""Whether each amount of the case stands by its own board in the source, and goes the way that is said there."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from fordelning.case.case import Case
from fordelning.case.record import Omission
from fordelning.case.statement import needed

from .figure import CaseFigure, Gap, Key, within
from .pairing import Claim, Standing, agrees
from .recipient import Recipients
from .text import Original
from .tokens import Token

_EACH = re.compile(r"\b(?:vardera|varje|per|årligen)\b", re.IGNORECASE)
_NEAR = 24  # letters beside an amount where that is looked for
_MOST_LINES, _MOST_NAMES = 5, 3

Lines = tuple[range, ...]
By = dict[Token, Standing | None]  # whom each token of an amount stands by; None where it may be anyone's


class Attribution:
    """The amounts that have a board, with where they stand: `places` are the lines of each place.

    Those of one amount on the same lines are held against its tokens there together: `amounts` has those of `tokens`.
    """

    def __init__(
        self,
        case: Case,
        figures: Sequence[CaseFigure],
        places: Mapping[str, list[range]],
        amounts: Mapping[Key, Sequence[Token]],
        tokens: Sequence[Token],
        original: Original,
    ):
        self.case, self.original = case, original
        self.alike: dict[tuple[Lines, Key], list[CaseFigure]] = defaultdict(list)
        for figure in figures:
            if figure.board and figure.place:
                self.alike[tuple(places[figure.place]), figure.key].append(figure)
        self.there = {
            (lines, key): [token for token in amounts.get(key, ()) if within(token.line, lines)]
            for lines, key in self.alike
        }
        claims: dict[Token, set[Claim]] = defaultdict(set)
        asked: dict[Lines, dict[Token, None]] = defaultdict(dict)
        for at, those in self.alike.items():
            for token in self.there[at]:
                claims[token] |= {(needed(figure.board), figure.sign) for figure in those}
                asked[at[0]][token] = None
        recipients = Recipients(case.boards.values(), original, tokens, claims)
        self.told = {lines: recipients.at(lines, list(tokens)) for lines, tokens in asked.items()}
        # Where some amounts have a minus, one without is a plus; where some have a plus, a dash is a minus.
        self.signed = {lines for lines, tokens in asked.items() if any(token.signed for token in tokens)}
        self.plussed = {lines for lines, tokens in asked.items() if any(map(self._is_plus, tokens))}

    def gaps(self, omission: Callable[[Token], Omission | None]) -> tuple[list[Gap], tuple[tuple[Omission, int], ...]]:
        """The gaps, and the omissions that say why one may be, each with its line."""
        gaps, answers = [], []
        for at, those in self.alike.items():
            by = self._by(at)
            unmet = list(self._unmet(those, by)) if by else []
            answer = next(((o, token.line) for token in by if unmet and (o := omission(token))), None)
            if answer:
                answers.append(answer)
            else:
                gaps += [self._gap(figure, by) for figure in unmet]
        return gaps, tuple(answers)

    def _by(self, at: tuple[Lines, Key]) -> By:
        lines, _ = at
        by: By = {}
        for token in self.there[at]:
            standing = self.told[lines].get(token)
            way = 1 if (lines in self.signed and not token.signed) or self._is_plus(token) else 0
            if lines in self.plussed and self._beside(token)[0].rstrip()[-1:] in ("−", "–", "-"):
                way = -1
            by[token] = {board: sign or way for board, sign in standing.items()} if standing else standing
        return by

    def _is_plus(self, token: Token) -> bool:
        return self._beside(token)[0].rstrip().endswith("+")

    def _unmet(self, figures: Sequence[CaseFigure], by: By) -> Iterator[CaseFigure]:
        """Those of `figures`, which have one amount on the same lines, that no token of `by` stands by the board of.

        Where there are tokens for all that have the same stage, year and sign, each needs its own.
        """
        sorts: dict[tuple[object, int], list[CaseFigure]] = defaultdict(list)
        for figure in figures:
            sorts[figure.of, figure.sign].append(figure)
        anyones = sum(standing is None for standing in by.values())
        several = any(_EACH.search(" . ".join(self._beside(token))) for token in by)
        for (of, sign), same in sorts.items():
            slots: Counter[str] = Counter()
            for standing in by.values():
                slots.update(board for board in standing or () if agrees(standing or {}, (board, sign)))
            boards = Counter(needed(figure.board) for figure in same)
            each = of and slots.total() + anyones >= len(same) and not (several and slots.keys() <= boards.keys())
            spare = anyones
            for board, count in boards.items():
                lacks = max(0, count - slots[board]) if each else count * (not slots[board] and not anyones)
                yield from [figure for figure in same if figure.board == board][: max(0, lacks - spare)]
                spare = max(0, spare - lacks)

    def _beside(self, token: Token) -> tuple[str, str]:
        """What stands by `token` on its line, before and after."""
        line = self.original.lines[token.line - 1]
        return line[max(0, token.start - _NEAR) : token.start], line[token.end : token.end + _NEAR]

    def _gap(self, figure: CaseFigure, by: By) -> Gap:
        board, boards = needed(figure.board), self.case.boards
        others = {other for standing in by.values() for other in standing or ()}
        where = self.original.where([*dict.fromkeys(token.line for token in by)][:_MOST_LINES])
        there = self.original.the_unit
        remedy = f"rätta fallet, eller skriv i omissions.csv, med beloppet och {there}, varför det är så"
        right = any(agrees(standing or {}, (board, figure.sign)) for standing in by.values())
        if board in others and not right:
            way = "tas från" if figure.sign > 0 else "ges till"
            matter = f"går åt andra hållet i källan på {where}, där det {way} {boards[board].name}; {remedy}"
        else:
            names = [boards[other].name if other in boards else other for other in sorted(others - {board})]
            nearer = " och ".join(names[:_MOST_NAMES])
            matter = f"är {boards[board].name} i fallet, men står i källan på {where} vid {nearer}; {remedy}"
        return Gap(figure.where, figure.text, matter)
