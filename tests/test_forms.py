"""A decision gives the same draft whether it comes as text, from Word, as a web page or printed."""

import decision_forms
import pytest
import writings
from decision_forms import OFFICE, PRINTS, told
from test_proposal import DECISIONS, proposed

from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

# "hopslagen" is a table that its text has on one line with wide gaps, which no other form has.
NAMES = [path.stem for path in sorted(DECISIONS.glob("*.txt")) if path.stem != "hopslagen"]
# What is not read alike yet: rows of a list, the pot that a line names, a question, or why an amount is set aside that
# is in a point without a line of its own. No others may.
OFFICE_UNLIKE = {"stadsdel", "overskott"}
PRINT_UNLIKE = OFFICE_UNLIKE | {"foreningar", "tillagg"}
SAMPLE = ("krav", "potter", "tecken", "tillskott")  # ligatures, two columns, signs, names over two lines
SLOW = [pytest.param(name, marks=[] if name in SAMPLE else pytest.mark.slow) for name in NAMES]


def structure(name):
    return decision_forms.structure(read(DECISIONS / f"{name}.txt"))


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("end", OFFICE)
def test_a_decision_from_an_office_gives_the_draft_of_its_text(tmp_path, name, end):
    written = OFFICE[end](structure(name))
    (tmp_path / "beslut").write_bytes(written if isinstance(written, bytes) else written.encode())
    assert (told(propose(read(tmp_path / "beslut"))) != told(proposed(name))) == (name in OFFICE_UNLIKE)


INDENTS = {
    "indented": lambda line: " " * 4 + line,
    "tabbed": lambda line: "\t" + line,
    "quoted twice": lambda line: ">> " + line,
}


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("indent", INDENTS)
def test_a_text_that_is_indented_or_quoted_gives_the_draft_of_itself(tmp_path, name, indent):
    lines = (DECISIONS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    (tmp_path / "beslut.txt").write_text("\n".join(INDENTS[indent](line) for line in lines), encoding="utf-8")
    assert told(propose(read(tmp_path / "beslut.txt"))) == told(proposed(name))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Make each print of some decisions, by print and name."""
    folder = tmp_path_factory.mktemp("tryckt")

    def make(names):
        sources = {(print_, name): folder / f"{print_}-{name}.typ" for print_ in PRINTS for name in names}
        for (print_, name), path in sources.items():
            path.write_text(decision_forms.printed(structure(name), print_), encoding="utf-8")
        writings.portable(sources.values())
        return {key: path.with_suffix(".pdf").read_bytes() for key, path in sources.items()}

    return make


@pytest.mark.parametrize("names", [SAMPLE, pytest.param(NAMES, marks=pytest.mark.slow)], ids=["sample", "all"])
def test_a_decision_that_is_printed_gives_the_draft_of_its_text(printed, names):
    found = {key: told(propose(decision_forms.read(content))) for key, content in printed(names).items()}
    unlike = {name for (_, name), draft in found.items() if draft != told(proposed(name))}
    assert unlike == PRINT_UNLIKE & set(names)
