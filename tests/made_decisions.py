"""Decisions made by chance of sentences whose rows are known, in the ways that such are written."""

from collections import Counter
from dataclasses import dataclass
from random import Random

BOARDS = [
    "Socialnämnden", "Barn- och utbildningsnämnden", "Nämnden för teknik", "Kommunstyrelsen", "Tekniska nämnden",
    "Överförmyndarnämnden", "Vård- och omsorgsnämnden", "Kultur- och fritidsnämnden", "Miljönämnden", "Valnämnden",
    "Byggnadsnämnden", "Arbetsmarknadsnämnden", "Grundskolenämnden",
]  # fmt: skip
PURPOSES = [
    "fler lärare",
    "renovering av lekplatser",
    "ökade hyror",
    "utökad städning",
    "en kurs i simning",
    "nya böcker",
]
FUNDS = ["kommunstyrelsens anslag för oförutsedda behov", "medel avsatta för volymökningar", "årets resultat"]
HEADS = [
    "Kommunfullmäktige beslutar", "Kommunfullmäktige beslutar att", "Kommunfullmäktiges beslut", "Beslut",
    "Förslag till beslut", "Kommunstyrelsen föreslår kommunfullmäktige besluta", "Kommunfullmäktige beslutar följande",
]  # fmt: skip
MARKS = ["{number}. ", "{number}) ", "{letter}) ", "- ", "• ", "– ", "att ", "Att ", ""]
Rows = list[tuple[str, int]]


@dataclass(frozen=True)
class Decision:
    """A decision's `text` and its `rows`, a board and its kronor each; all are of `year`."""

    text: str
    rows: Counter[tuple[str, int]]
    year: int


class Maker:
    """What sentences are made of: no board and no amount is used twice."""

    def __init__(self, seed: object):
        self.chance = Random(f"{seed}")
        self.year = self.chance.randint(2027, 2039)
        self.boards = self.chance.sample(BOARDS, len(BOARDS))
        self.amounts: set[int] = set()

    def board(self) -> str:
        return self.boards.pop()

    def within(self, board: str) -> str:
        """A board within a sentence."""
        small = board[0].lower() + board[1:]
        return small if board.startswith("Nämnden") else self.chance.choice([board, small])

    def of(self, board: str) -> str:
        return board.replace("ämnden för", "ämndens för") if "ämnden för" in board else f"{board}s"

    def amount(self) -> int:
        sizes = [self.chance.randint(1, 99) * 50_000, self.chance.randint(11, 990) * 1000]
        kronor = self.chance.choice([*sizes, self.chance.randint(1, 30) * 1_000_000])
        if kronor in self.amounts:
            return self.amount()
        self.amounts.add(kronor)
        return kronor

    def written(self, kronor: int) -> str:
        tkr = f"{kronor // 1000:,}".replace(",", " ")
        forms = [f"{tkr} tkr", f"{tkr} 000 kronor", f"{tkr} 000 kr", f"{tkr} tusen kronor"]
        if kronor >= 500_000 and kronor % 50_000 == 0:
            mnkr = f"{kronor / 1_000_000:g}".replace(".", ",")
            forms += [f"{mnkr} mnkr", f"{mnkr} miljoner kronor", f"{mnkr} mkr"]
        return self.chance.choice(forms)

    def when(self) -> str:
        return self.chance.choice(
            ["", f" för {self.year}", f" {self.year}", f" för år {self.year}", f" under {self.year}"]
        )

    def purpose(self, *words: str) -> str:
        word = self.chance.choice(["", *(words or ("till", "för", "avseende"))])
        return word and f" {word} {self.chance.choice(PURPOSES)}"


def gets(m: Maker) -> tuple[str, Rows]:
    board, kronor = m.board(), m.amount()
    verbs = ["tilldelas", "beviljas", "tillförs", "får", "erhåller", "kompenseras med", "får ett tillskott på"]
    verb = m.chance.choice([*verbs, "beviljas ett tilläggsanslag på"])
    return f"{board} {verb} {m.written(kronor)}{m.when()}{m.purpose()}", [(board, kronor)]


def funded(m: Maker) -> tuple[str, Rows]:
    said, rows = gets(m)
    return said + m.chance.choice([". Anslaget finansieras ur ", ", finansierat ur "]) + m.chance.choice(FUNDS), rows


def changed(m: Maker) -> tuple[str, Rows]:
    board, kronor = m.board(), m.amount()
    what = m.chance.choice(["ram", "budgetram", "budget", "driftbudget", "anslag", "kommunbidrag"])
    verb, sign = m.chance.choice(
        [("utökas", 1), ("ökas", 1), ("höjs", 1), ("förstärks", 1), ("minskas", -1), ("sänks", -1), ("reduceras", -1)]
    )
    return f"{m.of(board)} {what} {verb} med {m.written(kronor)}{m.when()}{m.purpose()}", [(board, sign * kronor)]


def ordered(m: Maker) -> tuple[str, Rows]:
    board, kronor = m.board(), m.amount()
    if m.chance.random() < 0.5:
        verb = m.chance.choice(["bevilja", "tilldela", "tillföra"])
        said = f"{verb} {m.within(board)} {m.written(kronor)}{m.when()}{m.purpose()}"
    else:
        verb = m.chance.choice(["anslå", "anvisa", "avsätta", "fördela"])
        said = f"{verb} {m.written(kronor)} till {m.within(board)}{m.when()}{m.purpose('för', 'avseende')}"
    return said, [(board, kronor)]


def assigned(m: Maker) -> tuple[str, Rows]:
    board, kronor = m.board(), m.amount()
    verb = m.chance.choice(["anslås", "anvisas", "avsätts", "fördelas"])
    order = m.chance.choice(["{amount} {verb} till {board}", "till {board} {verb} {amount}"])
    said = order.format(amount=m.written(kronor), verb=verb, board=m.within(board))
    return said + m.when() + m.purpose("för", "avseende"), [(board, kronor)]


def moved(m: Maker) -> tuple[str, Rows]:
    giver, taker, kronor = m.board(), m.board(), m.amount()
    said = m.chance.choice(
        [
            "{amount} omfördelas från {giver} till {taker}", "{amount} flyttas från {giver} till {taker}",
            "från {giver} överförs {amount} till {taker}", "överföra {amount} från {giver} till {taker}",
        ]
    )  # fmt: skip
    said = said.format(amount=m.written(kronor), giver=m.within(giver), taker=m.within(taker))
    return said + m.when(), [(giver, -kronor), (taker, kronor)]


def mirrored(m: Maker) -> tuple[str, Rows]:
    giver, taker, kronor = m.board(), m.board(), m.amount()
    said = (
        f"{m.of(giver)} ram minskas med {m.written(kronor)} och {m.of(m.within(taker))} ram ökas med motsvarande belopp"
    )
    return said + m.when(), [(giver, -kronor), (taker, kronor)]


def respectively(m: Maker) -> tuple[str, Rows]:
    one, other, first, second = m.board(), m.board(), m.amount(), m.amount()
    both = f"{first // 1000} respektive {second // 1000} tkr"
    both = m.chance.choice([both, f"{m.written(first)} respektive {m.written(second)}"])
    verb = m.chance.choice(["tilldelas", "får", "beviljas"])
    return f"{one} och {m.within(other)} {verb} {both}{m.when()}{m.purpose()}", [(one, first), (other, second)]


def each(m: Maker) -> tuple[str, Rows]:
    one, other, kronor = m.board(), m.board(), m.amount()
    said = f"{one} och {m.within(other)} tilldelas {m.written(kronor)} vardera"
    return said + m.when() + m.purpose(), [(one, kronor), (other, kronor)]


def listed(m: Maker) -> tuple[str, Rows]:
    rows = [(m.board(), m.amount()) for _ in range(3)]
    order = m.chance.choice(
        [
            "medlen fördelas med {3} till {0}, {4} till {1} och {5} till {2}", "{0} får {3}, {1} {4} och {2} {5}",
            "fördela medlen så att {0} får {3}, {1} får {4} och {2} får {5}",
        ]
    )  # fmt: skip
    return order.format(*(m.within(board) for board, _ in rows), *(m.written(k) for _, k in rows)) + m.when(), rows


def no_row(m: Maker) -> tuple[str, Rows]:
    board, amount = m.board(), m.written(m.amount())
    return m.chance.choice(
        [
            f"{board} har begärt {amount}", f"{board} redovisade ett underskott på {amount}",
            f"{m.of(board)} budget uppgår till {amount}", f"{board} fick {amount} året innan",
            f"{board} uppdras att minska kostnader som i dag är {amount}", f"{board} ansöker om {amount}",
            f"{board} får ta upp lån på högst {amount}", f"avslå {m.of(m.within(board))} begäran om {amount}",
        ]
    ), []  # fmt: skip


def lowered(m: Maker) -> tuple[str, Rows]:
    """Less, for reasons that have words of more and less."""
    board, kronor = m.board(), m.amount()
    said = m.chance.choice(
        [
            "{of} ram minskas med {amount}{when} till följd av lägre kostnader",
            "{of} budget reduceras{when} med {amount} på grund av ökade intäkter",
            "{of} anslag sänks{when} med {amount} eftersom kostnaderna blir högre eller lägre",
            "minska {of_within} ram med {amount}{when} tack vare utökad samverkan",
            "{of} ram justeras ned med {amount}{when} för att öka överskottet",
        ]
    )
    of, of_within = m.of(board), m.of(m.within(board))
    return said.format(of=of, of_within=of_within, amount=m.written(kronor), when=m.when()), [(board, -kronor)]


def raised(m: Maker) -> tuple[str, Rows]:
    """More, for reasons that have words of less."""
    board, kronor = m.board(), m.amount()
    said = m.chance.choice(
        [
            "kompensera {within} med {amount} för minskade intäkter{when}",
            "{board} tilldelas {amount}{when} för att minska köerna",
            "{board} får {amount}{when} för att kunna sänka taxan",
            "{of} ram utökas med {amount}{when} för att täcka lägre intäkter",
            "tilläggsanslag beviljas {within} med {amount}{when} så att skulden minskar",
        ]
    )
    within, of = m.within(board), m.of(board)
    return said.format(board=board, within=within, of=of, amount=m.written(kronor), when=m.when()), [(board, kronor)]


def changed_by_each(m: Maker) -> tuple[str, Rows]:
    one, other, first, second = m.board(), m.board(), m.amount(), m.amount()
    said, ways = m.chance.choice(
        [
            ("{0} ram minskas med {2}, medan {1} ökas med {3}", (-1, 1)),
            ("{0} ram höjs med {2} och {1} med {3}", (1, 1)),
            ("{0} ram sänks med {2} och {1} med {3}", (-1, -1)),
        ]
    )
    said = said.format(m.of(one), m.of(m.within(other)), m.written(first), m.written(second))
    return said + m.when(), [(one, ways[0] * first), (other, ways[1] * second)]


SENTENCES = [
    gets, funded, changed, ordered, assigned, moved, mirrored, respectively, each, listed, no_row,
    lowered, raised, changed_by_each,
]  # fmt: skip


def decision(seed: object) -> Decision:
    """A decision of up to three sentences."""
    m = Maker(seed)
    mark, head = m.chance.choice(MARKS), m.chance.choice(HEADS) + m.chance.choice(["", ":"])
    made = [m.chance.choice(SENTENCES)(m) for _ in range(m.chance.randint(1, 3))]
    points = []
    for n, (said, _) in enumerate(made):
        that, last = mark.lower() == "att ", n == len(made) - 1
        end = m.chance.choice([".", ","] if that and not last else ["."] if that or not mark else [".", ""])
        begun = mark.format(number=n + 1, letter="abc"[n])
        points.append(begun + (said if that else said[0].upper() + said[1:]) + end)
    parted = "\n\n" if not mark else m.chance.choice(["\n", "\n\n"])
    text = f"Tilläggsbudget {m.year}\n\n{head}\n{m.chance.choice(['', chr(10)])}{parted.join(points)}\n"
    return Decision(text, Counter(row for _, rows in made for row in rows), m.year)


LEADS = [
    ("Följande belopp tilldelas nämnderna för {year}:", 1),
    ("Medlen fördelas enligt följande för {year}:", 1),
    ("Nämndernas ramar utökas {year} enligt följande:", 1),
    ("Tilläggsanslag {year} beviljas:", 1),
    ("Nämndernas ramar minskas {year} med följande belopp:", -1),
    ("Besparingskravet för {year} fördelas så här:", -1),
]
ITEMS = [
    "{board}: {amount}", "{board} {amount}", "{amount} till {within}", "{board} – {amount} för {purpose}",
    "{board}, {purpose}, {amount}", "{board} ({amount})",
]  # fmt: skip


def list_decision(seed: object) -> Decision:
    """A decision that is a list of boards with an amount each, of one form, below a line that gives or takes."""
    m = Maker(f"list {seed}")
    lead, sign = m.chance.choice(LEADS)
    item, mark = m.chance.choice(ITEMS), m.chance.choice(["- ", "• ", "* ", "{number}. ", ""])
    rows = [(m.board(), m.amount()) for _ in range(m.chance.randint(2, 6))]
    lines = [
        mark.format(number=n)
        + item.format(board=board, within=m.within(board), amount=m.written(kronor), purpose=m.chance.choice(PURPOSES))
        for n, (board, kronor) in enumerate(rows, start=1)
    ]
    if m.chance.random() < 0.5:
        whole = f"{sum(kronor for _, kronor in rows) // 1000:,}".replace(",", " ")
        lines.append(f"{m.chance.choice(['Summa', 'Totalt'])}: {whole} tkr")
    text = f"Tilläggsbudget {m.year}\n\nBeslut\n\n{lead.format(year=m.year)}\n{m.chance.choice(['', chr(10)])}"
    return Decision(text + "\n".join(lines) + "\n", Counter((board, sign * kronor) for board, kronor in rows), m.year)
