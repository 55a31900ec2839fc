"""What a case's descriptor says of the document: its title and version, the decision, its source and its rounding."""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from fordelning.base.errors import Fault
from fordelning.base.money import KRONOR, to_kronor

from .frozen import Frozen
from .package import Package
from .schema import DESCRIPTOR, MISSING
from .statement import ROUNDED

_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEP = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?")
_DIGEST = re.compile("sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Decision:
    """The document's identity. `own_board` is the board that decides; `funding` where the money is taken from."""

    municipality: str
    reference: str
    document: str
    subject: str
    author: str
    decided_by: str
    status: str
    year: int
    own_board: str
    funding: str

    def known(self, name: str, otherwise: str = "") -> str:
        """What is said under `name`; `otherwise` where that is missing."""
        value = getattr(self, name)
        return otherwise if value.casefold() == MISSING else value


@dataclass(frozen=True)
class Review:
    """Who has prepared the case and who has reviewed it: a role and a day each, None where it is not filled in."""

    prepared_by: str | None = None
    prepared_on: datetime.date | None = None
    reviewed_by: str | None = None
    reviewed_on: datetime.date | None = None


@dataclass(frozen=True)
class CaseIdentity:
    """The entries of the descriptor. Those that cannot be used are "", None or left out, and among `faults`.

    `texts` are what a report may show of them, as they are given, by their places in the descriptor.
    """

    title: str
    version: str
    created: datetime.date | None
    decision: Decision | None
    rounding: Frozen[str, Decimal]
    review: Review
    source: str | None
    source_digest: str | None
    texts: Mapping[str, object]
    faults: Sequence[Fault]


def read(package: Package) -> CaseIdentity:
    """The identity of the case in `package`."""
    return _IdentityReader(package).identity()


class _IdentityReader:
    """Reads one descriptor; `faults` are those that it has met."""

    def __init__(self, package: Package):
        self.package, self.given = package, package.descriptor
        self.faults: list[Fault] = []

    def identity(self) -> CaseIdentity:
        sources, decision, review = (self.given.get(key) for key in ("sources", "decision", "review"))
        first = sources[0] if isinstance(sources, list) and sources else None
        source: dict[str, object] = first if isinstance(first, dict) else {}
        texts = {"title": self.given.get("title"), "sources[0].title": source.get("title")}
        if isinstance(decision, dict):
            texts |= {f"decision.{key}": value for key, value in decision.items()}
        if isinstance(review, dict):
            texts |= {f"review.{key}": value for key, value in review.items()}
        return CaseIdentity(
            self._text("title"),
            self._text("version"),
            self._created(),
            self._decision(),
            self._rounding(),
            self._review(),
            self._source(source),
            self._digest(source),
            texts,
            self.faults,
        )

    def _fault(self, column: str, found: str, expected: str) -> None:
        self.faults.append(Fault(DESCRIPTOR, 0, column, found, expected))

    def _text(self, key: str) -> str:
        value = self.given.get(key, "inget")
        if key in self.given and isinstance(value, str) and value.strip() and value.isprintable():
            return value
        self._fault(key, str(value), "en text utan styrtecken")
        return ""

    def _created(self) -> datetime.date | None:
        given = self.given.get("created")
        try:
            if isinstance(given, str) and _MOMENT.fullmatch(given):
                return datetime.datetime.fromisoformat(given).date()
        except ValueError:
            pass
        self._fault("created", str(given), "en tidpunkt som finns, ÅÅÅÅ-MM-DDT00:00:00Z")
        return None

    def _decision(self) -> Decision | None:
        given, before = self.given.get("decision"), len(self.faults)
        if not isinstance(given, dict):
            self._fault("decision", "inget objekt", "dokumentets identitet")
            return None
        names = {f.name: f.type for f in fields(Decision)}
        for name, kind in names.items():
            value = given.get(name)
            if type(value) is not kind or value == "":
                expected = "ett årtal" if kind is int else "en text"
                self._fault(f"decision.{name}", str(given.get(name, "inget")), expected)
            elif isinstance(value, str) and not value.isprintable():
                self._fault(f"decision.{name}", value, "text utan styrtecken")
        for key in sorted(given.keys() - names):
            expected = "bara de uppgifter som fallformatet har"
            self._fault(f"decision.{key}", "en uppgift som inte används", expected)
        boards = self.package.tables.get("boards")
        own = given.get("own_board")
        if boards and own not in [row["board"] for row in boards.rows]:
            self._fault("decision.own_board", str(own), "en nämnd som finns i boards.csv")
        return Decision(**given) if len(self.faults) == before else None

    def _rounding(self) -> Frozen[str, Decimal]:
        """The steps by unit, those that can be used."""
        given, steps = self.given.get("rounding", {}), dict[str, Decimal]()
        if not isinstance(given, dict):
            self._fault("rounding", str(given), "ett objekt med ett steg för varje avrundad enhet")
            return Frozen(steps)
        for unit, step in given.items():
            where = f"rounding.{unit if unit.isprintable() else ascii(unit)}"
            if unit not in ROUNDED:
                self._fault(where, unit, "någon av enheterna " + ", ".join(ROUNDED))
            elif not isinstance(step, str) or not _STEP.fullmatch(step) or not Decimal(step):
                expected = 'ett tal större än noll, med decimalpunkt och som text, till exempel "0.1"'
                self._fault(where, step if isinstance(step, str) else json.dumps(step), expected)
            elif unit in KRONOR and not _is_whole(Decimal(step), unit):
                self._fault(where, f"{step} {unit}", "ett steg i hela kronor, högst 1 000 mdkr")
            else:
                steps[unit] = Decimal(step)
        return Frozen(steps)

    def _review(self) -> Review:
        """Who has prepared and reviewed the case, as far as it can be used."""
        given, used = self.given.get("review", {}), dict[str, Any]()
        if not isinstance(given, dict):
            self._fault("review", str(given), "ett objekt med vem som har upprättat och granskat fallet")
            return Review()
        names = [f.name for f in fields(Review)]
        for key, value in given.items():
            where = f"review.{key if key.isprintable() else ascii(key)}"
            if key not in names:
                self._fault(where, "en uppgift som inte används", "bara " + ", ".join(names))
            elif not isinstance(value, str) or not value.strip() or not value.isprintable():
                self._fault(where, str(value), "en text utan styrtecken; det som inte är ifyllt utelämnas")
            elif not key.endswith("_on"):
                used[key] = value
            elif day := _day(value):
                used[key] = day
            else:
                self._fault(where, value, "ett datum som finns, skrivet ÅÅÅÅ-MM-DD")
        return Review(**used)

    def _source(self, source: Mapping[str, object]) -> str | None:
        """The title of the first source, a text that can be shown, if there is one."""
        if "title" not in source:
            return None
        title = source["title"]
        if isinstance(title, str) and title.strip() and title.isprintable():
            return title
        self._fault("sources[0].title", str(title), "en text utan styrtecken")
        return None

    def _digest(self, source: Mapping[str, object]) -> str | None:
        """The checksum of the source, from its `hash`, as "sha256:" and 64 hexadecimal digits."""
        given = source.get("hash")
        if given is None:
            return None
        if isinstance(given, str) and (found := _DIGEST.fullmatch(given)):
            return found[1]
        self._fault("sources[0].hash", str(given), "sha256: följt av 64 hexadecimala siffror, gemena")
        return None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _is_whole(step: Decimal, unit: str) -> bool:
    try:
        return bool(to_kronor(step, unit))
    except ValueError:
        return False
