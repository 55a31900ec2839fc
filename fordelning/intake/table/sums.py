"""What the totals of a table sum, and which lines or columns are sums without saying so: nothing is counted twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fordelning.base.money import KRONOR
from fordelning.intake.cells import footnote_mark
from fordelning.intake.table.columns import column_sums, income_and_costs
from fordelning.intake.table.lines.line import Lines, Post, Total, TotalFigure
from fordelning.intake.table.lines.line_posts import listed

from . import adjacent_sums, likely_sums, totalling, vocabulary
from .cell_values import Claim, Entry
from .inquiry import Inquiry
from .options import either, ranges, summed
from .table_column import TableColumn

_TOLD = 5  # lines told of that may be sums
_SHOWN = 20  # numbers of lines in a row
_LONGEST_OPTION = 150  # characters
# Why it is told that something is read as an amount of its own.
_BY_SIZE = "är ungefär så stor som {} intill tillsammans"
_BY_LOOKS = "heter eller ser ut som en summa kan göra"


@dataclass(frozen=True)
class Sums:
    """The totals of a table as `claims`; `reading` and `told` are as in TableContent."""

    claims: list[Claim]
    reading: list[str]
    told: list[str]


def settle(inquiry: Inquiry, columns: list[TableColumn], rows: Lines) -> Sums:
    """What the totals among `rows` sum; what they leave open is asked."""
    settled = _Totals(inquiry, columns, rows)
    settled.settle()
    return Sums(settled.claims, settled.reading, settled.told)


def _kronor(number: Decimal, unit: str) -> Decimal:
    return number * KRONOR[unit]


class _Totals:
    def __init__(self, inquiry: Inquiry, columns: list[TableColumn], rows: Lines):
        self.inquiry, self.options = inquiry, inquiry.options
        self.columns, self.rows = columns, rows
        self.claims: list[Claim] = []
        self.reading: list[str] = []
        self.told: list[str] = []
        self.final: list[Total] = []
        self.asked: set[int] = set()  # the numbers of the lines that are asked about
        self.parts: set[int] = set()  # the numbers of the lines that those that may be sums would sum
        self.likely: dict[int, list[Post]] = {}  # the lines that may be wrong sums, by their numbers: what each may sum
        self.possible: dict[int, str] = {}  # why the lines may be wrong sums that are not asked about, by their numbers
        self.read: list[str] = []  # what lines equal that are read as amounts of their own

    def settle(self) -> None:
        for total in self.rows.totals:
            self._settle(total)
        whole = any(map(self._ties_mostly, self.final))
        if not whole and "ALLA" not in self.options.posts:
            self._unmarked()
        self._after_the_final()
        self._ask_deductions()
        self._ask_likely()
        if "ALLA" not in self.options.posts:
            self._unmarked_columns()
            self._both_ways()

    # Totals that say so

    def _settle(self, total: Total) -> None:
        if total.number in self.options.summed:
            self._as_told(total, self.options.summed[total.number])
            return
        if total.certain and self._holds_any(total):
            self._claim(total, total.scopes[0])
            return
        if total.above and not self._ties(total, {}):
            self._claim_rows(total, total.above)
            return
        above = self._above(total)
        scopes = [scope for scope in total.scopes if scope or not above or vocabulary.is_final(total.cell.text)]
        ties = [scope for scope in scopes if self._ties(total, scope)]
        made = [] if ties else self._made(total, above)
        before = above or self._last(total)
        if ties:
            self._claim(total, ties[0])
        elif len(made) == 1:
            self._claim_rows(total, made[0])
        elif made:
            self._ask_total(total, made)
        elif not any(total.scopes) and (nearest := self._nearest(total, before)):
            self._claim_unlike(total, nearest)
        elif scopes and not total.certain and (scopes[0] or self._alone(total)) and not self._unknown(total):
            self._claim(total, scopes[0])
        elif above and self._clear(total, above):
            self._claim_unlike(total, above[0])
        elif before and str(total.number) in self.options.totals:
            self._claim_unlike(total, before[0])
        else:
            self._ask_total(total, before)

    def _as_told(self, total: Total, numbers: frozenset[int]) -> None:
        """A claim of a total of the lines that the analyst says that it sums."""
        posts = [post for post in self.rows.posts if post.number in numbers]
        if wrong := numbers - {post.number for post in posts}:
            right = f" ange de andra med {summed(total.number, [p.number for p in posts])}, eller" if posts else ""
            self.inquiry.ask(
                f"{summed(total.number, numbers)}: rad {ranges(wrong)} har inga belopp som »{total.cell.text}» kan "
                f"summera;{right} rätta valet",
                total.cell,
            )
            return
        self._claim_rows(total, posts)

    def _holds_any(self, total: Total) -> bool:
        """Whether any amount is within what a total says that it sums, or the total is nil."""
        inside = any(total.scopes[0].items() <= entry.about.items() for entry in self.rows.entries)
        return inside or not any(figure.number for figure in total.figures)

    def _alone(self, total: Total) -> bool:
        """Whether a total has to be of everything: it says so, or stands first or last."""
        if vocabulary.is_final(total.cell.text):
            return True
        if vocabulary.is_subtotal(total.cell.text):
            return False
        if total.position < min((post.position for post in self.rows.posts), default=0):
            return not any(vocabulary.is_final(other.cell.text) for other in self.rows.totals)
        return total is self.rows.totals[-1]

    def _ties(self, total: Total, scope: dict[str, str]) -> bool:
        """Whether the amounts within `scope` make up the total, within what rounding explains."""
        return self._makes(total, self.rows.posts, scope)

    def _ties_mostly(self, total: Total) -> bool:
        """Whether half of the figures of a total or more, that are not nil, are what all amounts make."""
        figures = [figure for figure in total.figures if figure.number and figure.unit != "%"]
        unlike = self._unlike(total, self.rows.posts, {})
        tie = [figure for figure in figures if figure not in unlike]
        return self._ties(total, {}) or (bool(tie) and len(tie) * 2 >= len(figures))

    def _makes(self, total: Total, posts: list[Post], scope: dict[str, str]) -> bool:
        """Whether the amounts of `posts` within `scope` make up the total, within what rounding explains."""
        figures = [figure for figure in total.figures if figure[2] != "%"]
        compared = any(self._within(posts, column, {**scope, **column.about}) for column, _, _, _ in figures)
        return compared and not self._unlike(total, posts, scope)

    def _unlike(self, total: Total, posts: list[Post], scope: dict[str, str]) -> list[TotalFigure]:
        """The figures of a total that the amounts of `posts` within `scope` do not make up."""
        unlike = []
        for figure in total.figures:
            column, number, unit, _ = figure
            within = self._within(posts, column, {**scope, **column.about})
            if unit == "%":
                continue
            if not totalling.of(within).ties(number, unit):
                unlike.append(figure)
        return unlike

    def _within(self, posts: list[Post], column: TableColumn, about: dict[str, str]) -> list[Entry]:
        """The amounts of `posts` that a total in `column` sums, within `about`."""
        year = {"year": self.options.year} if self.options.year else {}
        return [
            entry
            for post in posts
            for other, entry in post.entries
            if (column.kind == "total" or other is column) and about.items() <= (year | entry.about).items()
        ]

    def _nearest(self, total: Total, spans: list[list[Post]]) -> list[Post]:
        """The lines that make up more of the figures of a total than any others do; none where no one does."""
        nil = sum(not number for _, number, unit, _ in total.figures if unit != "%")
        figures = sum(unit != "%" for _, _, unit, _ in total.figures)
        alike = [figures - len(self._unlike(total, span, {})) for span in spans]
        best = max(alike, default=0)
        return spans[alike.index(best)] if best > nil and alike.count(best) == 1 else []

    def _made(self, total: Total, above: list[list[Post]]) -> list[list[Post]]:
        """The lines that make up a total: more than one reading where it may be of either.

        Exactly, else but for rounding; and first those that it stands to sum, then any right above it, or under it.
        """
        usual = above or self._last(total)
        near = [span for span in above if self._makes(total, span, {})][:1]
        others = [span for span in self._others(total) if self._makes(total, span, {})][:1]
        exact, rounded = self._right_above(total, usual)
        if first := [span for span in usual if span in exact]:
            return first[:1]
        all_of_them = not total.rest and not vocabulary.is_subtotal(total.cell.text)  # a sum that forgets a line?
        against = usual[:1] if all_of_them else []
        if exact:
            return against + exact + others
        if near or others:
            return near or others
        first = [span for span in usual if span in rounded]
        return first[:1] or (against + rounded if rounded else [])

    def _right_above(self, total: Total, usual: list[list[Post]]) -> tuple[list[list[Post]], list[list[Post]]]:
        """The runs of lines right above a total that make it up, exactly and but for rounding.

        None where it says of what it is the sum, by its words, by its place or by what the analyst says of it.
        """
        told = any(total.scopes) or vocabulary.is_final(total.cell.text) or str(total.number) in self.options.totals
        if told or not (total.rest or (self._after(total) and usual)):
            return [], []
        every = [post for post in self.rows.posts if post.position < total.position]
        before = every[-adjacent_sums.WINDOW :]
        found: tuple[list[list[Post]], list[list[Post]]] = ([], [])
        for run in adjacent_sums.every(total.kronor, [post.kronor for post in reversed(before)]):
            span = before[-run.count :]
            asked = not usual and run.count == len(every)  # what then stands under it
            if any(span[0].kronor.values()) and (run.exact or run.telling) and not asked:
                found[not run.exact].append(span)
        return found

    def _above(self, total: Total) -> list[list[Post]]:
        """The lines that a total with lines before and after it may sum: since the total before it, or the first.

        None where lines follow that no later total sums: those are asked about.
        """
        after = self._after(total)
        later = any(other.position > total.position for other in self.rows.totals)
        return self._before(total) if after and (later or all(map(self._is_own, after))) else []

    def _others(self, total: Total) -> list[list[Post]]:
        """The lines that a total may sum where it does not sum those above: right under it, or since another total."""
        after, end = self._after(total), [t.position for t in self.rows.totals if t.position > total.position]
        under = [post for post in after if post.position < min(end, default=post.position + 1)]
        most = min(len(under), len(self.rows.posts) - 1, adjacent_sums.WINDOW)
        return self._last(total) + [under[:count] for count in range(2, most + 1)]

    def _last(self, total: Total) -> list[list[Post]]:
        """The lines that a total under all lines may sum."""
        return [] if self._after(total) else self._before(total)

    def _unknown(self, total: Total) -> bool:
        """Whether a total names what nothing in the table is called, and does not sum the lines before it."""
        made = any(self._makes(total, span, {}) for span in self._before(total))
        return bool(total.rest) and not (self._after(total) and made)

    def _after(self, total: Total) -> list[Post]:
        return [post for post in self.rows.posts if post.position > total.position]

    def _before(self, total: Total) -> list[list[Post]]:
        since = max((t.position for t in self.rows.totals if t.position < total.position), default=-1)
        before = [post for post in self.rows.posts if post.position < total.position]
        near = [post for post in before if post.position > since]
        return [span for span in ([near] if near == before else [near, before]) if span]

    def _clear(self, total: Total, spans: list[list[Post]]) -> bool:
        """Whether a subtotal that no reading makes up can only be meant as the sum of one run of lines."""
        named = total.rest and vocabulary.is_final(total.cell.text)  # »Total renovering» may be no sum
        claims = self.claims
        over = any(claim.row < post.number and post.number in claim.rows for claim in claims for post in spans[0])
        return len(spans) == 1 and not any(total.scopes) and not named and not over  # sums may stand over their lines

    def _ask_total(self, total: Total, spans: list[list[Post]]) -> None:
        out = f"välj bort raden med --ignore {total.number}"
        if not total.cell.text.casefold().partition(" ")[0].endswith("summa"):
            out += f", eller ange --posts {total.number} om den är en egen post"
        if not spans:
            self.inquiry.ask(f"vad »{total.cell.text}» är summan av framgår inte; {out}", total.cell)
            return
        wrong = [figure for span in spans for figure in self._unlike(total, span, {})]
        column, number, unit, _ = (wrong or total.figures)[0]
        gives = [totalling.text(totalling.total(self._within(span, column, column.about)), unit) for span in spans]
        of = [ranges(post.number for post in span) for span in spans]
        given = [f"rad {rows} ger {text}" for rows, text in zip(of, gives, strict=True)]
        told = [summed(total.number, (post.number for post in span)) for span in spans]
        says = totalling.text(_kronor(number, unit), unit)
        self.inquiry.ask(
            f"vad »{total.cell.text}» är summan av framgår inte: den säger {says}, "
            f"{'men' if wrong else 'och'} {' och '.join(given)}; rätta tabellen, ange {either(told)} efter de rader "
            f"som den ska vara summan av, eller {out}",
            total.cell,
        )

    def _is_own(self, post: Post) -> bool:
        """Whether the analyst says that a line is an amount of its own."""
        return str(post.number) in self.options.posts

    def _claim_rows(self, total: Total, posts: list[Post]) -> None:
        """A claim of a total of some lines, whatever they are called."""
        if len(posts) == len(self.rows.posts):
            self._claim(total, {})
            return
        numbers = ranges(post.number for post in posts)
        skipped = [post for post in next(iter(self._before(total)), []) if post.position < posts[0].position]
        but = f", inte av rad {ranges(post.number for post in skipped)}" if skipped else ""
        self.reading.append(f"rad {total.number} »{total.cell.text}» är summan av rad {numbers}{but}")
        self._claim(total, {}, tuple(post.number for post in posts))

    def _claim_unlike(self, total: Total, posts: list[Post]) -> None:
        """A claim of a total of some lines that do not make it up: the analyst may know that it is of others."""
        self.told.append(
            f"»{total.cell.text}» på rad {total.number} är inte lika med summan av rad "
            f"{ranges(post.number for post in posts)}. Summerar den andra rader, ange dem med --totals "
            f"{total.number}=RADER, eller välj bort den med --ignore "
            f"{total.number}."
        )
        self._claim_rows(total, posts)

    def _claim(self, total: Total, scope: dict[str, str], rows: tuple[int, ...] = ()) -> None:
        if not scope and not rows:
            self.final.append(total)
        for column, number, unit, cell in total.figures:
            about = {**scope, **column.about}
            wording = _wording(total.cell.text.rstrip(": "), about) + (" som andel av allt" if unit == "%" else "")
            place, line = self.inquiry.place(cell), total.cell.text
            self.claims.append(Claim(number, unit, about, wording, place, total.number, line, rows, total.relation))

    def _after_the_final(self) -> None:
        """Lines under a total of everything are not in it."""
        for total in [total for total in self.final if total.number not in self.options.summed]:
            before = [post for post in self.rows.posts if post.position < total.position]
            after = [post for post in self.rows.posts if post.position > total.position]
            unsettled = self.asked & {post.number for post in after}  # a sum under them is asked about first
            after = [post for post in after if not self._is_own(post) and not unsettled]
            if before and after and "ALLA" not in self.options.posts and not self._ties(total, {}):
                numbers = ranges(post.number for post in after)
                self.asked |= {post.number for post in after}
                self.inquiry.ask(
                    f"rader under »{total.cell.text}» räknas inte in i den; välj bort dem med --ignore {numbers}, "
                    f"eller ange --posts {numbers} om de hör till det som fördelas",
                    *(post.cell for post in after),
                )

    def _ask_deductions(self) -> None:
        """Ask about amounts above nil that are said to be taken away, but where a total that ties has added them."""
        added: set[str] = set()
        for claim in self.claims if self.rows.deductions else ():
            within = [entry for entry in self.rows.entries if claim.sums(entry)]
            if claim.unit in KRONOR and len(within) > 1 and totalling.total(within) == totalling.kronor(claim):
                added |= {entry.place for entry in within}
        above = {post.number: {e.place for _, e in post.entries if e.number > 0} for post in self.rows.deductions}
        asked = [post for post in self.rows.deductions if not above[post.number] <= added]
        if read := above.keys() - {post.number for post in asked}:
            numbers = ranges(read)
            self.reading.append(f"rad {numbers} säger att beloppet är ett avdrag, men summan lägger till det")
        if asked:
            numbers = ranges(post.number for post in asked)
            self.inquiry.ask(
                f"raden säger att beloppet är ett avdrag, men det är större än noll: skriv det med minustecken, välj "
                f"bort raden med --ignore {numbers}, eller ange --posts {numbers} om beloppet läggs till",
                *(post.cell for post in asked),
            )

    # Sums that do not say so

    def _unmarked(self) -> None:
        posts = [post for post in self.rows.posts if post.entries]
        lines = [post.kronor for post in posts]
        free = [place for place, post in enumerate(posts) if str(post.number) not in self.options.posts]
        for place in sorted({0, len(posts) - 1} & {*free}) if len(posts) > 2 else ():
            if run := adjacent_sums.whole(lines[place], lines[:place] + lines[place + 1 :]):
                if run.exact or run.telling:
                    self._ask(posts[place], "summan av alla andra rader", run)
                    return
                self._tell(posts[place], f"summan av alla andra rader{run.but_rounding}")
        found = [(place, *beside) for place in free if (beside := adjacent_sums.beside(lines, place))]
        self.likely = self._likely(posts)
        covered = sum(run.count + 1 for _, _, run in found)
        several = len(found) > 1 and covered * 2 > len(posts)
        for place, span, run in found:
            of = f"summan av rad {ranges(posts[other].number for other in span)}"
            if run.telling or several:
                self._ask(posts[place], of, run)
                self.parts |= {posts[other].number for other in span}
            elif run.exact and posts[place].number not in self.likely:
                self._tell(posts[place], of)
        self._pairs(posts, lines)
        more = [f"lika med raderna intill är också {len(self.read) - _TOLD} rader till"]
        self.reading += self.read[:_TOLD] + (more if len(self.read) > _TOLD else [])

    def _likely(self, posts: list[Post]) -> dict[int, list[Post]]:
        """The lines that may be sums, if perhaps wrong ones, by their numbers, each with what it may be the sum of."""
        labels = [column for column in self.columns if column.kind == "label" and column.role != "year"]
        named = [self._named(post, labels) for post in posts]
        lines = Counter(name for names in named for name in {*names})
        suspects = []
        for post, names in zip(posts, named, strict=True):
            _, row = self.inquiry.area.lines[post.position]
            # a measure that is called as its board, which has others too
            whole = any(name and names.count(name) > 1 and lines[name] > 1 for name in names)
            emphasised = whole or any(cell.bold or (cell.ruled and post.position > 0) for cell in row if cell)
            suspects.append(likely_sums.Suspect(post.kronor, names, emphasised))
        found = likely_sums.find(suspects)
        likely = {posts[k].number: [posts[part] for part in one.parts] for k, one in found.items() if one.telling}
        self.possible = {posts[k].number: _BY_LOOKS for k in likely_sums.outstanding(suspects)} | {
            posts[k].number: _BY_SIZE.format("rader") for k in found
        }
        likely |= {post.number: others for post, others in self._left_out(posts) if post.number not in likely}
        return {number: parts for number, parts in likely.items() if str(number) not in self.options.posts}

    def _named(self, post: Post, labels: list[TableColumn]) -> tuple[str, ...]:
        """What a line is called in each of `labels`; a name that goes for the lines below its own is theirs too."""
        [(_, first), *_] = post.entries
        _, row = self.inquiry.area.lines[post.position]
        return tuple(
            footnote_mark.behind_name(row[label.index].text)[0] or first.about.get(label.role, "") for label in labels
        )

    def _left_out(self, posts: list[Post]) -> Iterator[tuple[Post, list[Post]]]:
        """The lines, but those of boards, without which a total of everything ties, and those that they may sum."""
        for total in self.final:
            column, number, unit, _ = next(iter(self._unlike(total, posts, {})), total.figures[0])
            gap = totalling.total(self._within(posts, column, column.about)) - _kronor(number, unit)
            for place, post in enumerate(posts) if gap and len(posts) > 3 else ():
                alike = totalling.total(self._within([post], column, column.about)) == gap
                others = posts[:place] + posts[place + 1 :]
                if alike and not vocabulary.looks_like_board(post.cell.text) and self._makes(total, others, {}):
                    yield post, posts[:place] if place > 1 else posts[place + 1 :]

    def _ask_likely(self) -> None:
        """Ask about the lines that may be sums and are not asked about yet, all together: one answer settles them."""
        settled = any(str(total.number) in self.options.totals for total in self.final)
        asked = self.asked | self.parts
        possible = sorted(self.possible.keys() - self.asked - self.parts - self.likely.keys())
        for why in dict.fromkeys(self.possible.values()):
            self._tell_possible([number for number in possible if self.possible[number] == why], why)
        likely = {number: parts for number, parts in self.likely.items() if number not in asked}
        if settled or not likely:
            return
        cells = {post.number: post for post in self.rows.posts}
        left = {
            number: {part.number for part in parts} - self.asked - likely.keys() for number, parts in likely.items()
        }
        options = ",".join(summed(number, rows).partition(" ")[2] for number, rows in left.items())
        options = options if len(options) <= _LONGEST_OPTION else ranges(likely)
        number, parts = next(iter(likely.items()))
        column, entry = cells[number].entries[0]
        stated = totalling.text(_kronor(entry.number, entry.unit), entry.unit)
        given = totalling.text(totalling.total(self._within(parts, column, column.about)), entry.unit)
        what, sums, posts = ("summor", "de summor", "de egna poster") if len(likely) > 1 else (
            "en summa", "den en summa", "den en egen post")  # fmt: skip
        self.inquiry.ask(
            f"kan vara {what} av andra rader, och skulle då räknas två gånger: »{cells[number].cell.text}» säger "
            f"{stated}, och rad {ranges(part.number for part in parts)} ger {given}; är {sums}, ange --totals "
            f"{options}; är {posts}, ange --posts {ranges(likely)}",
            *(cells[number].cell for number in likely),
        )

    def _tell_possible(self, lines: list[int], why: str) -> None:
        """Tell that some lines are read as amounts, though they may be sums, which is `why`."""
        numbers = [number for number in lines if str(number) not in self.options.posts]
        more = f" och {len(numbers) - _SHOWN} till" if len(numbers) > _SHOWN else ""
        own, one, option = ("egna poster, fast var och en", "någon", "och radens nummer") if len(numbers) > 1 else (
            "en egen post, fast den", "den", ranges(numbers))  # fmt: skip
        if numbers:
            self.reading.append(
                f"rad {ranges(numbers[:_SHOWN])}{more} läses som {own} {why}; är {one} en summa, ange --totals {option}"
            )

    def _pairs(self, posts: list[Post], lines: list[adjacent_sums.Line]) -> None:
        """A group with a single line: two lines with the same amounts, under different names."""
        pairs = [(posts[place], posts[place + 1], run) for place, run in adjacent_sums.pairs(lines)]
        found = [(one, other, run) for one, other, run in pairs if _differ_by_name(one, other)]
        several = sum(run.telling for _, _, run in found) > 1
        for post, other, run in found:
            if str(post.number) in self.options.posts or post.number in self.asked:
                continue
            settled = "" if vocabulary.looks_like_board(post.cell.text) else _without(other)
            if several and run.telling:
                self._ask(post, f"rad {other.number}", run, settled)
            else:
                self._tell(post, f"rad {other.number}", settled)

    def _tell(self, post: Post, of: str, settled: str = "") -> None:
        """Tell that a line that may be a sum is read as an amount; `settled` is how to say that it is no such one."""
        self.read.append(
            f"rad {post.number} »{post.cell.text}» är lika med {of} och är läst som en egen post; "
            f"{settled or _summed(post)}"
        )

    def _ask(self, post: Post, of: str, run: adjacent_sums.AdjacentSum, settled: str = "") -> None:
        self.asked.add(post.number)
        self.inquiry.ask(
            f"»{post.cell.text}» är lika med {of}{run.but_rounding} och skulle räknas två gånger: "
            f"{settled or _summed(post)}; är den en egen post, ange --posts {post.number}",
            post.cell,
        )

    def _unmarked_columns(self) -> None:
        """A column whose amounts are in every line the sum of the other columns of amounts, or of those next to it."""
        columns = [column for column in self.columns if column.kind == "amount"]
        posts = [post.kronor for post in self.rows.posts if post.entries]
        lines = [{at: kronor[c.index] for at, kronor in enumerate(posts) if c.index in kronor} for c in columns]
        asked = column_sums.ask(self.inquiry, columns, lines) if len(posts) > 1 else []
        asked += column_sums.ask_alike(self.inquiry, columns, lines) if not asked else []
        unasked = [column for column in columns if column not in asked]
        possible = column_sums.ask_likely(self.inquiry, unasked, columns, lines) if not self._across() else []
        for column, by_size in possible:
            why = _BY_SIZE.format("kolumner") if by_size else _BY_LOOKS
            self.reading.append(
                f"kolumn {column.letter} »{column.heading}» läses som egna belopp, fast den {why}; är den en summa, "
                f"ange --totals {column.letter}"
            )

    def _across(self) -> bool:
        """Whether most lines have a total of all their amounts, and it is right: then no column is a sum of others."""
        amounts = {post.number: [entry for _, entry in post.entries] for post in self.rows.posts}
        sums = [claim for claim in self.rows.claims if claim.unit in KRONOR and claim.number]
        right = [claim for claim in sums if totalling.of(amounts[claim.row]).ties(claim.number, claim.unit)]
        return len(right) * 2 > len(sums)

    def _both_ways(self) -> None:
        """Income and costs with the same sign are no amounts to be added."""
        posts = [post for post in self.rows.posts if not self._is_own(post)]
        both: tuple[list[Entry], list[Entry]] = ([], [])
        pairs = [pair for post in posts for pair in post.entries]
        names = {name for _, entry in pairs for name in entry.about.values()}  # each stands by many amounts
        sort_of = {name: income_and_costs.sort(name) for name in names}
        for column, entry in pairs:
            sorts = {sort_of[name] for name in entry.about.values()}
            if (0 in sorts) != (1 in sorts) and column.letter not in self.options.posts:
                both[1 in sorts].append(entry)
        income, cost = map(totalling.total, both)
        if income * cost > 0:
            said = f"intäkter ({both[0][0].place}) och kostnader ({both[1][0].place}) har samma tecken"
            self.inquiry.ask(
                f"{said} och kan inte läggas ihop; skriv det ena med minus, eller läs bara nettot: välj bort "
                "kolumnerna eller raderna med --ignore, och ange --posts för de rader som har nettot"
            )


def _summed(post: Post) -> str:
    return f"är raden en summa, ange --totals {post.number}"


def _without(post: Post) -> str:
    return f"är det samma pengar, välj bort rad {post.number} med --ignore {post.number}"


def _differ_by_name(one: Post, other: Post) -> bool:
    """Whether the amounts of two lines are about the same but for one name, as those of a group and its line are."""
    about = [next(entry.about for _, entry in post.entries) for post in (one, other)]
    apart = [role for role in {*about[0], *about[1]} if about[0].get(role) != about[1].get(role)]
    return len(apart) == 1 and apart != ["year"]


def _wording(label: str, about: dict[str, str]) -> str:
    """A total as a claim: what its line is called, and what else it is of."""
    if not vocabulary.is_total(label):
        label = f"Summan för {label}"
    unsaid = {role: name for role, name in about.items() if name.casefold() not in label.casefold()}
    if not unsaid:
        return label
    if label.casefold() == "summa":
        return f"Summan för {listed(unsaid)}"
    between = " för " if unsaid.keys() - {"year"} and not label.startswith("Summan för ") else " "
    return label + between + listed(unsaid)
