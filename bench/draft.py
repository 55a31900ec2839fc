"""How much of real decision documents is read right: python bench/draft.py DOCUMENTS GOLD.

DOCUMENTS has NAME.txt, and GOLD has NAME.amounts.csv and NAME.sums.csv, as their own README says.
"""

import argparse
import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.proposal import DocumentProposal
from fordelning.source.reading.document import read

Gold = dict[str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("gold", type=Path)
    given = parser.parse_args()
    documents, gold = given.documents, given.gold
    total: Counter[str] = Counter()
    for path in sorted(documents.glob("*.txt")):
        amounts = _table(gold / f"{path.stem}.amounts.csv")
        sums = _table(gold / f"{path.stem}.sums.csv")
        measured = Measured(propose(read(path)), amounts, sums)
        print(f"{path.stem}: {_line(measured.counts)}")
        for remark in measured.remarks:
            print("   ", remark)
        total += measured.counts
    print(f"Sum: {_line(total)}")


def _table(path: Path) -> list[Gold]:
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _line(c: Counter[str]) -> str:
    return (
        f"amounts {c['found']}/{c['amounts']} (wrong {c['misread']}), "
        f"allocations right {c['right']} of {c['expected']}, wrong {c['wrong']}, wrong but asked {c['wrong asked']}, "
        f"asked {c['asked']} of {c['drafted']} drafted, unneeded {c['unneeded']}, missed {c['missed']}, "
        f"years {c['year']}/{c['years']}, pots {c['pot']}/{c['pots']}, measures {c['measure']}/{c['measures']}, "
        f"sums {c['sums']}/{c['sums expected']}, wrong sums {c['wrong sums']}"
    )


@dataclass
class Measured:
    """A proposal held against the gold."""

    proposal: DocumentProposal
    gold: list[Gold]
    sums: list[Gold]
    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.of = self._matched()
        self._amounts()
        self._allocations()
        self._questions()
        self._sums()

    def _matched(self) -> dict[int, int]:
        """The row of the gold (from 0) for each amount of the proposal, by line and place in the line."""
        of: dict[int, int] = {}
        free = set(range(len(self.gold)))
        for exact in (True, False):
            for n, amount in enumerate(self.proposal.amounts):
                if n in of:
                    continue
                for row in sorted(free):
                    same = str(amount.kronor) == self.gold[row]["kronor"]
                    if int(self.gold[row]["line"]) == amount.place.line and same == exact:
                        of[n] = row
                        free.discard(row)
                        break
        return of

    def _amounts(self) -> None:
        self.counts["amounts"] += len(self.gold)
        for n, row in self.of.items():
            right = str(self.proposal.amounts[n].kronor) == self.gold[row]["kronor"]
            self.counts["found" if right else "misread"] += 1
        for row in set(range(len(self.gold))) - set(self.of.values()):
            self.remarks.append(f"not found: line {self.gold[row]['line']} {self.gold[row]['as_written']}")

    def _allocations(self) -> None:
        expected = Counter(
            _share(row, n) for row in self.gold for n in range(len(row["sign"].split(";"))) if row["sign"]
        )
        coarse = {n for n, row in enumerate(self.gold) if "other grain" in row["why"]}
        drafted = {self.of.get(row.amount, -1) for row in self.proposal.rows}
        for n in coarse & drafted:  # instead of the finer ones, never beside them
            row = self.gold[n]
            board = _board(row["board"])
            finer = [
                share
                for m, other in enumerate(self.gold)
                for share in [_share(other, 0)]
                if other["sign"] and _board(other["board"]) == board and m not in drafted
            ]
            for share in finer:
                expected[share] -= 1
            expected[board, 1, int(row["kronor"])] += 1
        self.counts["expected"] += expected.total()
        for row in self.proposal.rows:
            self.counts["drafted"] += 1
            asked = bool(row.questions)
            self.counts["asked"] += asked
            share = _board(row.board), 1 if row.kronor > 0 else -1, abs(row.kronor)
            if expected[share] > 0:
                expected[share] -= 1
                self.counts["right"] += 1
                self._wording(row, share)
            else:
                self.counts["wrong asked" if asked else "wrong"] += 1
                amount = self.proposal.amounts[row.amount]
                self.remarks.append(f"wrong: line {amount.place.line} {row.kronor} {row.board} ({row.why})")
        for (board, sign, kronor), count in expected.items():
            if count > 0:
                self.remarks.append(f"missing: {sign * kronor} {board}")

    def _wording(self, row, share) -> None:
        gold = next(
            (g for g in self.gold if g["sign"] and share in [_share(g, n) for n in range(len(g["sign"].split(";")))]),
            None,
        )
        if gold is None:
            return
        for name, said in (("year", row.years), ("pot", row.pot), ("measure", row.measure)):
            if gold[name] and name not in gold["ask_about"]:
                self.counts[name + "s"] += 1
                if name == "year":
                    years = tuple(int(year.strip("-")) for year in gold["year"].split(";"))
                    self.counts[name] += years == tuple(said)
                else:
                    self.counts[name] += bool(_words(gold[name]) & _words(said))

    def _questions(self) -> None:
        for n, row in self.of.items():
            asked = bool(self.proposal.amounts[n].questions)
            self.counts["unneeded"] += asked and self.gold[row]["ask"] == "n" and not self.gold[row]["ask_about"]
            self.counts["missed"] += not asked and self.gold[row]["ask"] == "y"
            if asked and self.gold[row]["ask"] == "n" and not self.gold[row]["ask_about"]:
                q = self.proposal.amounts[n].questions[0]
                self.remarks.append(f"unneeded question: line {self.gold[row]['line']} {q.about} {q.text} {q.readings}")

    def _sums(self) -> None:
        text = [s for s in self.sums if s["belongs"] == "text" and s["kind"] != "count"]
        allowed = [s for s in self.sums if s["belongs"] in ("text", "half") and s["kind"] != "count"]
        self.counts["sums expected"] += sum(s["belongs"] == "text" for s in self.sums)
        found = set()
        for drafted in self.proposal.sums:
            key = self._key(drafted)
            hits = [s for s in allowed if self._gold_key(s) == key]
            if hits:
                found |= {s["row"] for s in hits}
            elif drafted.question is None:
                self.counts["wrong sums"] += 1
                self.remarks.append(f"wrong sum: {drafted.kind} {key}")
        self.counts["sums"] += sum(s["row"] in found for s in text)
        for s in text:
            if s["row"] not in found:
                self.remarks.append(f"missing sum: {s['kind']} {s['total_row']} = {s['part_rows']} ({s['why'][:60]})")

    def _row(self, row: int) -> int:
        same = self.gold[row]["same_as"]
        return int(same) - 1 if same else row

    def _key(self, drafted) -> tuple:
        def row(n: int) -> int:
            return self._row(self.of[n]) if n in self.of else -1 - n

        parts = tuple(sorted((row(n), times) for n, times in drafted.parts))
        if drafted.kind == "same":
            return "same", frozenset(self.of.get(n, -1) for n in (drafted.total, drafted.parts[0][0]))
        return drafted.kind, -1 if drafted.total is None else row(drafted.total), parts

    def _gold_key(self, s: Gold) -> tuple:
        parts = [part.partition("*") for part in s["part_rows"].split(";")]
        if s["kind"] == "same":
            return "same", frozenset({int(s["total_row"]) - 1, int(parts[0][0]) - 1})
        pairs = tuple(sorted((self._row(int(r) - 1), float(f or 1)) for r, _, f in parts))
        if s["kind"] == "net":
            pairs = tuple(p for p in pairs if p[1] > 0)
        total = self._row(int(s["total_row"]) - 1) if s["total_row"] and s["kind"] != "net" else -1
        return s["kind"], total, pairs


def _share(row: Gold, n: int) -> tuple[str, int, int]:
    sign = row["sign"].split(";")[n] if row["sign"] else ""
    return _board(row["board"].split(";")[n]), -1 if sign == "-" else 1, int(row["kronor"] or 0)


def _board(name: str) -> str:
    """A board's name without case, spaces and hyphens, genitive, and whether it is definite."""
    plain = name.casefold().replace(" ", "").replace("-", "").removesuffix("s")
    return plain.replace("nämnden", "nämnd")


def _words(text: str) -> set[str]:
    return {word for word in text.casefold().replace("-", " ").replace(",", " ").split() if len(word) > 4}


if __name__ == "__main__":
    main()
