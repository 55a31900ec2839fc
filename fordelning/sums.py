"""What the totals of a table sum, and which lines or columns are sums without saying so: nothing is counted twice."""

from collections.abc import Iterable
from decimal import Decimal

from . import vocabulary
from .choices import Options, Questions, ranges
from .figures import Claim, Entry, Found
from .money import KRONOR
from .rows import Post, Rows, Total
from .sheet import Sheet

_WINDOW = 60  # lines that a sum without a name is looked for in


def settle(sheet: Sheet, rows: Rows, options: Options, questions: Questions, found: Found) -> None:
    """Make claims of the totals that `rows` found; ask what they leave open."""
    _Sums(sheet, rows, options, questions, found).settle()


def _kronor(number: Decimal, unit: str) -> Decimal:
    return number * KRONOR[unit]


class _Sums:
    def __init__(self, sheet: Sheet, rows: Rows, options: Options, questions: Questions, found: Found):
        self.sheet, self.rows, self.options = sheet, rows, options
        self.questions, self.found = questions, found
        self.final: list[Total] = []

    def settle(self) -> None:
        for total in self.rows.totals:
            self._settle(total)
        self._after_the_final()
        whole = any(self._ties(total, {}) for total in self.final)
        if not whole and "ALLA" not in self.options.posts:
            self._unmarked()
        if "ALLA" not in self.options.posts:
            self._unmarked_columns()

    # Totals that say so

    def _settle(self, total: Total) -> None:
        if total.certain and self._holds_any(total):
            self._claim(total, total.scopes[0])
            return
        if total.above and not self._ties(total, {}):
            self._aside(total, total.above)
            return
        ties = [scope for scope in total.scopes if self._ties(total, scope)]
        if ties:
            self._claim(total, ties[0])
        elif span := self._span(total):
            self._aside(total, span)
        elif not total.rest and not total.certain and (total.scopes[0] or self._alone(total)):
            self._claim(total, total.scopes[0])
        else:
            word = f"»{total.cell.text}» är summan av" if total.rest or total.cell.text else "raden är summan av"
            self.questions.add(
                f"vad {word} framgår inte, och ingen läsning ger beloppen; välj bort raden med "
                f"--ignore {total.number}, eller ange --posts {total.number} om den är en egen post",
                total.cell,
            )

    def _holds_any(self, total: Total) -> bool:
        """Whether any amount is within what a total says that it sums, or the total is nil."""
        inside = any(total.scopes[0].items() <= entry.about.items() for entry in self.found.entries)
        return inside or not any(found.number for _, found, _, _ in total.figures)

    def _alone(self, total: Total) -> bool:
        """Whether a total has to be of everything: it says so, or stands first or last."""
        positions = [post.position for post in self.rows.posts]
        return (
            vocabulary.is_final(total.cell.text)
            or (total.position > max(positions, default=0) and total is self.rows.totals[-1])
            or total.position < min(positions, default=0)
        )

    def _ties(self, total: Total, scope: dict[str, str]) -> bool:
        """Whether the amounts within `scope` make up the total, within what rounding explains."""
        compared = False
        for column, found, unit, _ in total.figures:
            if unit == "%":
                continue
            about = {**scope, **column.about}
            within = [
                entry
                for post in self.rows.posts
                for other, entry in post.entries
                if (column.kind == "total" or other is column) and about.items() <= entry.about.items()
            ]
            if abs(_sum(within) - _kronor(found.number, unit)) > _slack(within, found.number, unit):
                return False
            compared = compared or bool(within)
        return compared

    def _span(self, total: Total) -> list[Post]:
        """The lines before a subtotal that make it up: since the last total, or since the first line."""
        before = [t.position for t in self.rows.totals if t.position < total.position]
        later = any(t.position > total.position for t in self.rows.totals)
        if not later and not any(p.position > total.position for p in self.rows.posts if self._is_own(p)):
            return []
        for start in (max(before, default=-1), -1):
            posts = [post for post in self.rows.posts if start < post.position < total.position]
            if posts and self._made_of(total, posts):
                return posts
        return []

    def _is_own(self, post: Post) -> bool:
        """Whether the analyst says that a line is an amount of its own."""
        return str(post.number) in self.options.posts

    def _made_of(self, total: Total, posts: list[Post]) -> bool:
        for column, found, unit, _ in total.figures:
            if column.kind != "amount":
                continue
            entries = [entry for post in posts for other, entry in post.entries if other is column]
            if _sum(entries) != _kronor(found.number, unit):
                return False
        return True

    def _aside(self, total: Total, posts: list[Post]) -> None:
        numbers = ranges(post.number for post in posts)
        self.found.aside.append(f"rad {total.number} »{total.cell.text}», som är summan av rad {numbers}")

    def _claim(self, total: Total, scope: dict[str, str]) -> None:
        if not scope:
            self.final.append(total)
        for column, found, unit, cell in total.figures:
            about = {**scope, **column.about}
            label = (
                total.cell.text if vocabulary.total_of(total.cell.text) is not None else f"{total.cell.text} (summa)"
            )
            named = [name for name in about.values() if name.casefold() not in label.casefold()]
            wording = label + (", " + ", ".join(named) if named else "")
            if unit == "%":
                wording = f"Andelen, {wording}"
            self.found.claims.append(Claim(found.number, unit, about, wording, self.sheet.named(cell), total.number))

    def _after_the_final(self) -> None:
        """Lines under a total of everything are not in it."""
        for total in self.final:
            before = [post for post in self.rows.posts if post.position < total.position]
            after = [post for post in self.rows.posts if post.position > total.position]
            after = [p for p in after if str(p.number) not in self.options.posts]
            if before and after and "ALLA" not in self.options.posts and not self._ties(total, {}):
                numbers = ranges(post.number for post in after)
                self.questions.add(
                    f"rader under »{total.cell.text}» räknas inte in i den; välj bort dem med --ignore {numbers}, "
                    f"eller ange --posts {numbers} om de hör till det som fördelas",
                    *(post.cell for post in after),
                )

    # Sums that do not say so

    def _unmarked(self) -> None:
        posts = [post for post in self.rows.posts if post.entries]
        free = [post for post in posts if str(post.number) not in self.options.posts]
        for post in {id(p): p for p in (posts[0], posts[-1])}.values() if len(posts) > 2 else ():
            others = [other for other in posts if other is not post]
            if post in free and _is_sum(post, others):
                self._ask(post, "alla andra rader")
                return
        found = [
            (post, span) for post in free for span in (_made_up(posts, post, 1) or _made_up(posts, post, -1),) if span
        ]
        covered = sum(len(span) + 1 for _, span in found)
        telling = [(p, s) for p, s in found if _digits(p) > 2 or (len(found) > 1 and covered * 2 > len(posts))]
        for post, span in telling:
            self._ask(post, f"rad {ranges(other.number for other in span)}")

    def _ask(self, post: Post, of: str) -> None:
        self.questions.add(
            f"»{post.cell.text}» är lika med summan av {of} och skulle räknas två gånger: är raden en summa, ange "
            f"--totals {post.number}; är den en egen post, ange --posts {post.number}",
            post.cell,
        )

    def _unmarked_columns(self) -> None:
        """A column whose amounts are everywhere the sum of the other columns of amounts."""
        columns = [c for c in self.rows.columns if c.kind == "amount" and c.letter not in self.options.posts]
        lines = [post.kronor for post in self.rows.posts if post.entries]
        for column in columns if len(columns) > 2 and len(lines) > 1 else ():
            if all(line.get(column.index, 0) * 2 == sum(line.values()) for line in lines) and any(
                line.get(column.index) for line in lines
            ):
                self.questions.add(
                    f"kolumn {column.letter} »{column.heading}» är i varje rad summan av de andra och skulle räknas "
                    f"två gånger: ange --totals {column.letter}, eller --posts {column.letter} om den är en egen",
                    column.cell,
                )


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum((_kronor(entry.number, entry.unit) for entry in entries), Decimal(0))


def _slack(entries: list[Entry], number: Decimal, unit: str) -> Decimal:
    """What rounding to the decimals of the figures can explain; nothing for figures in whole units."""
    exponents = [entry.number.as_tuple().exponent for entry in entries] + [number.as_tuple().exponent]
    if min(exponents) >= 0:
        return Decimal(0)
    return Decimal(1).scaleb(min(exponents)) * KRONOR[unit] * (len(entries) + 1) / 2


def _is_sum(post: Post, others: list[Post]) -> bool:
    sums: dict[int, Decimal] = {}
    for other in others:
        for column, kronor in other.kronor.items():
            sums[column] = sums.get(column, Decimal(0)) + kronor
    kronor = post.kronor
    if not any(kronor.values()) or any(sums.get(column) and column not in kronor for column in sums):
        return False
    entries = [entry for other in others for _, entry in other.entries]
    return all(
        abs(sums.get(column.index, 0) - kronor[column.index]) <= _slack(entries, entry.number, entry.unit) / len(kronor)
        for column, entry in post.entries
    )


def _made_up(posts: list[Post], post: Post, step: int) -> list[Post]:
    """Two or more lines right after (or, with step −1, before) `post` that exactly make it up."""
    start, wanted, sums = posts.index(post), post.kronor, {}
    if not any(wanted.values()):
        return []
    span: list[Post] = []
    for other in posts[start + 1 : start + 1 + _WINDOW] if step > 0 else posts[max(0, start - _WINDOW) : start][::-1]:
        span.append(other)
        for column, kronor in other.kronor.items():
            sums[column] = sums.get(column, Decimal(0)) + kronor
        if len(span) > 1 and all(sums.get(c, 0) == wanted.get(c, 0) for c in {*sums, *wanted}):
            return span
    return []


def _digits(post: Post) -> int:
    """How telling the amounts of a line are: their digits without the noughts at the end."""
    return sum(len(str(abs(int(kronor))).rstrip("0")) for kronor in post.kronor.values())
