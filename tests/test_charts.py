"""The pictures: every text whole, apart from every other, on the canvas; read from the SVG and measured by the font."""

import doctest
import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import ROOT, SEED, python
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure as Canvas
from matplotlib.path import Path
from PIL import Image
from synthetic import LONG, make

import fordelning
from fordelning.base import profile
from fordelning.base.errors import AnalysisError
from fordelning.report import charts, tables
from fordelning.report.charts import picture, shape
from fordelning.report.document import Figure, Sentence, Table
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    """Where a text stands, in the units of the picture's view box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


@cache
def font(bold: bool) -> TTFont:
    return TTFont(profile.fonts()["bold" if bold else "regular"])


def advance(text: str, size: float, bold: bool) -> float:
    """The width of `text` by the font's own advance widths: no code of matplotlib or of the package."""
    glyphs, widths = font(bold).getBestCmap(), font(bold)["hmtx"]
    return sum(widths[glyphs[ord(c)]][0] for c in text) * size / font(bold)["head"].unitsPerEm


def boxes(svg: str) -> tuple[list[Box], tuple[float, float]]:
    """Every text of a picture as a box from the height of its capitals to its base line, and the canvas."""
    root = ElementTree.fromstring(svg)
    width, height = (float(v) for v in root.get("viewBox").split()[2:])
    found = []
    for element in root.iter(f"{SVG}text"):
        style = dict(part.split(":") for part in element.get("style").replace(" ", "").split(";") if ":" in part)
        size, bold = float(style["font-size"].removesuffix("px")), "bold" in element.get("style") or "700" in str(style)
        text = "".join(element.itertext())
        upright = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\(-90\)", element.get("transform", ""))
        x, y = map(float, upright.groups() if upright else (element.get("x"), element.get("y")))
        wide = advance(text, size, bold)
        left = x - {"middle": wide / 2, "end": wide}.get(style.get("text-anchor", "start"), 0)
        if upright:
            found.append(Box(text, x - 0.66 * size, y - wide, x, y))
        else:
            found.append(Box(text, left, y - 0.66 * size, left + wide, y))
    return found, (width, height)


def faults_of(svg: str) -> list[str]:
    """Texts that overlap another or leave the canvas."""
    found, (width, height) = boxes(svg)
    faults = [f"{a.text!r} över {b.text!r}" for a, b in combinations(found, 2) if a.overlaps(b)]
    return faults + [
        f"{box.text!r} utanför"
        for box in found
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height + 1
    ]


def report(folder, unit="tkr") -> Report:
    return Report.make(Parameters.check({"case": str(folder), "unit": unit}))


CASES = {
    "two boards": [(0, 0, 0, 900), (1, 1, 1, 100)],
    "one board": [(0, 0, 0, 900)],
    "fourteen boards": [(n % 2, n, n, 1400 - 90 * n) for n in range(14)] + [(1, 0, 0, 300), (0, 3, 3, 5)],
    "negative": [(0, 0, 0, 900), (1, 1, 0, -400), (1, 2, 1, 700), (0, 3, 2, -250), (1, 0, 1, -20)],
    "nothing but negative": [(0, 0, 0, -900), (1, 1, 1, -100)],
    "nets to nil": [(0, 0, 0, 500), (0, 0, 1, -500)],
    "nil": [(0, 0, 0, 0)],
    "one huge and many small": [(0, 0, 0, 987_654), (1, 0, 0, 3)] + [(1, n, n, n) for n in range(1, 12)],
    "a huge negative": [(0, 0, 0, -987_654), (1, 1, 1, 12)],
    "five pots": [(p, p, p % 3, 100 * (p + 1)) for p in range(5)] + [(p, 0, 0, 11) for p in range(1, 5)],
    "signs of money": [(0, 0, 0, 90), (1, 1, 1, 20)],
    "forty measures, twenty boards": [(n % 2, n, n % 20, 10 + n) for n in range(40)],
    "minus through one board out of some pots": [(1, 0, 0, -33), (2, 2, 0, -715)],
}
NAMED = {
    "five pots": {"pots": ("Medelsreserven", "Mål och budget för trygghet i hela kommunen", "C", "D", "Statsbidrag")},
    "forty measures, twenty boards": {"boards": [*LONG, *(f"Nämnden för ärende {n}" for n in range(6))]},
    "signs of money": {"boards": [r"Nämnden $\foo$ & <b>", 'Nämnd id="fill-ink" url(#q'], "measures": ("$x^2$", "$")},
    "minus through one board out of some pots": {"pots": ("A", "B", "C")},
    "two boards": {"measures": ("Donaudampfschiffahrtselektrizitätenhauptbetriebswerk i kommunen", "Bänkar")},
}
CHARTS = [charts.boards, charts.flow, charts.split, charts.requests, charts.years]


@pytest.mark.parametrize("draw", CHARTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("unit", ["tkr", "mnkr", "kr"])
def test_the_seeds_pictures_are_whole(draw, unit):
    figure = draw(report(SEED, unit))
    assert isinstance(figure, Figure)
    for svg in filter(None, (figure.svg, figure.narrow)):
        assert boxes(svg)[0]
        assert faults_of(svg) == []


@pytest.mark.parametrize("draw", [charts.boards, charts.measures, charts.flow, charts.split], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("unit", ["tkr", "kr"])
def test_pictures_of_every_shape_are_whole(draw, name, unit, tmp_path):
    made = report(make(tmp_path / "fall", CASES[name], **NAMED.get(name, {})), unit)
    figure = draw(made)
    if not isinstance(figure, Figure):
        assert figure is None or (draw is charts.split and isinstance(figure, Table))
        return
    for svg in filter(None, (figure.svg, figure.narrow)):
        assert faults_of(svg) == []
    assert figure.height < 690  # points: what a page has room for


def test_the_boards_picture_shows_every_total_directly(tmp_path):
    made = report(make(tmp_path / "fall", CASES["fourteen boards"]))
    drawn = {box.text for box in boxes(charts.boards(made).svg)[0]}
    assert {made.money.bare(made.case.total(board=b)) for b in made.case.boards} <= drawn


def test_a_part_too_short_for_its_amount_is_written_beside(tmp_path):
    made = report(make(tmp_path / "fall", CASES["one huge and many small"]))
    drawn = " ".join(box.text for box in boxes(charts.boards(made).svg)[0])
    assert "Pott B: 3" in drawn


def test_beyond_sixteen_boards_the_smallest_are_one_bar(tmp_path):
    made = report(
        make(tmp_path / "fall", CASES["forty measures, twenty boards"], **NAMED["forty measures, twenty boards"])
    )
    texts = [box.text for box in boxes(charts.boards(made).svg)[0]]
    assert "Övriga 5 nämnder" in texts
    order = tables.boards_by_size(made)
    assert made.money.bare(sum(made.case.total(board=b) for b in order[15:])) in texts


@pytest.mark.parametrize(
    "broken",
    [
        lambda svg: re.sub(r'(<text [^>]*?) x="[^"]+" y="[^"]+"', r'\1 x="10" y="10"', svg),
        lambda svg: svg.replace('viewBox="0 0 470', 'viewBox="0 0 200'),
        lambda svg: svg.replace("Grundskolenämnden", "Grundskolenämnden " * 8),
    ],
)
def test_a_broken_picture_is_noticed(broken):
    svg = charts.boards(report(SEED)).svg
    assert broken(svg) != svg
    assert faults_of(broken(svg))


def crossed(svg: str) -> list[str]:
    """The texts of a picture that an upright line goes through."""
    lines = re.findall(r'class="stroke-ink">\s*<path d="M ([\d.]+) ([\d.]+)\s*L ([\d.]+) ([\d.]+)', svg)
    upright = [tuple(map(float, line)) for line in lines if line[0] == line[2]]
    assert upright
    return [
        box.text
        for box in boxes(svg)[0]
        for x, y1, _, y2 in upright
        if box.left < x < box.right and min(y1, y2) < box.bottom and box.top < max(y1, y2)
    ]


@pytest.mark.parametrize("name", CASES)
def test_no_text_lies_across_the_axis(name, tmp_path):
    figure = charts.boards(report(make(tmp_path / "fall", CASES[name], **NAMED.get(name, {}))))
    assert [crossed(svg) for svg in (figure.svg, figure.narrow)] == [[], []]


def test_an_axis_through_a_text_is_noticed(tmp_path):
    svg = charts.boards(report(make(tmp_path / "fall", CASES["one huge and many small"]))).svg
    assert crossed(svg) == []
    left = re.search(r'class="stroke-ink">\s*<path d="M ([\d.]+)', svg)[1]
    assert crossed(svg.replace(f"M {left} ", f"M {float(left) + 15} ").replace(f"L {left} ", f"L {float(left) + 15} "))


def bands(svg: str) -> list[str]:
    """The parts of the bands of a flow, in the order they are drawn: "stroke-paper", "fill-pot-1" and so on."""
    return re.findall(r'class="(stroke-paper|(?:fill|stroke)-pot-\d)"', svg)


def drawn(ax) -> str:
    """The picture of an Axes, its roles as classes."""
    return picture.svg(ax.figure, "figur", "Titel", "Text")


def test_no_band_is_wiped_out_by_what_parts_it_from_others(tmp_path):
    made = report(make(tmp_path / "fall", CASES["one huge and many small"]))
    svg = drawn(charts.bands(fordelning.allocations(made.case)))
    parts = bands(svg)
    behind = [n for n, part in enumerate(parts) if part == "stroke-paper"]
    assert len(behind) == 2 * 13
    for n in behind:
        assert [part[:-1] for part in parts[n + 1 : n + 3]] == ["fill-pot-", "stroke-pot-"]
    widths = re.findall(r'class="stroke-pot-\d">\s*<path [^>]*stroke-width: ([\d.]+)', svg)
    assert len(widths) == len(behind)
    assert min(map(float, widths)) >= 0.6


FLOWS = {
    "few": ([(0, 0, 0, 900), (1, 1, 1, 100)], True),
    "something is taken away": ([(0, 0, 0, 900), (1, 1, 1, -100)], False),
    "many bands cross": ([(p, m, b, 10) for p in range(2) for m in range(4) for b in range(4)], False),
    "many boards": ([(0, n % 2, n, 10) for n in range(13)], False),
    "nothing but what nets to nil": ([(0, 0, 0, 500), (0, 0, 1, -500), (0, 1, 1, 1)], False),
}


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_that_cannot_be_read_gives_way_to_a_matrix(name, tmp_path):
    rows, legible = FLOWS[name]
    boards = [f"Nämnd {n}" for n in range(13)]
    figure = charts.flow(report(make(tmp_path / "fall", rows, boards=boards)))
    assert bool(bands(figure.svg)) == legible
    assert ("Summa" in {box.text for box in boxes(figure.svg)[0]}) == (not legible)


def test_a_name_that_has_no_room_in_the_flow_is_whole_in_the_matrix(tmp_path):
    long = "Räddningstjänstförbundsdirektionen"
    figure = charts.flow(report(make(tmp_path / "fall", FLOWS["few"][0], boards=[long, "Nämnden"])))
    assert not bands(figure.svg)
    assert long in {box.text for box in boxes(figure.svg)[0]}


def test_what_is_nil_has_neither_band_nor_node(tmp_path):
    figure = charts.flow(report(make(tmp_path / "fall", [*FLOWS["few"][0], (0, 2, 1, 0)])))
    assert "Åtgärd nummer 2" in {box.text for box in boxes(figure.svg)[0]}
    assert "Åtgärd nummer 3" not in {box.text for box in boxes(figure.svg)[0]}
    assert len([part for part in bands(figure.svg) if part.startswith("fill")]) == 4


def test_the_boards_stand_in_one_order(tmp_path):
    rows = [(0, 0, 0, 10), (0, 0, 1, 30), (1, 1, 2, 20), (1, 1, 1, 5)]
    boards = ["Alfa", "Beta", "Gamma"]
    made = report(make(tmp_path / "fall", rows, boards=boards))
    crossed = report(make(tmp_path / "annat", [*rows, (0, 1, 2, -1)], boards=boards))
    drawn = [charts.boards(made), charts.flow(made), charts.flow(crossed)]
    orders = [
        [box.text for box in sorted(boxes(figure.svg)[0], key=lambda box: (box.bottom, box.left)) if box.text in boards]
        for figure in drawn
    ]
    assert [bool(bands(figure.svg)) for figure in drawn[1:]] == [True, False]
    assert orders == [["Beta", "Gamma", "Alfa"]] * 3


def test_the_others_are_told_in_the_matrix_and_nothing_is_lost(tmp_path):
    rows = [(n % 9, n % 50, n % 14, 1000 + n) for n in range(126)]
    figure = charts.flow(report(make(tmp_path / "fall", rows, pots=[f"Pott {n}" for n in range(9)])))
    texts = [box.text for box in boxes(figure.svg)[0]]
    assert "Övriga 4 potter" in texts
    assert any(re.fullmatch(r"Övriga \d+ nämnder", text) for text in texts)
    assert any(re.fullmatch(r"Övriga \d+ åtgärder", text) for text in texts)
    assert texts[-1].replace("\xa0", "") == str(sum(tkr for *_, tkr in rows))
    assert figure.height <= picture.HIGHEST


def test_boards_are_counted_in_words(tmp_path):
    made = report(make(tmp_path / "fall", [*((0, 0, n, 10) for n in range(3)), (0, 1, 0, 1)]))
    assert charts.flow(made).title.endswith("genom tre nämnder")


@pytest.mark.parametrize("draw", CHARTS, ids=lambda f: f.__name__)
def test_the_table_has_the_drawings_amounts(draw):
    made = report(SEED)
    figure = draw(made)
    texts = [part for box in boxes(figure.svg)[0] for part in box.text.split(" + ")]
    drawn = {text for text in texts if re.fullmatch("[−\\d\u00a0]{3,}", text)} - {"2021", "2022", "2023"}
    assert drawn
    known = {"tabell-beslut": tables.decision, "tabell-matris": tables.matrix}
    table = figure.table or known[figure.see](made)
    written = {run.text for line in table.rows for cell in line.cells for run in cell}
    for amount in drawn:
        assert amount in written, amount


@pytest.mark.parametrize("draw", CHARTS, ids=lambda f: f.__name__)
def test_the_alternative_begins_with_the_message_and_is_short(draw):
    figure = draw(report(SEED))
    assert figure.alt.startswith(f"{figure.title}. ")
    assert len(figure.alt) <= 300
    assert 'aria-labelledby="' + figure.id + '-desc"' in figure.svg and f">{figure.alt}</desc>" in figure.svg


def test_an_alternative_is_short_also_where_the_names_are_long():
    message, draw = Sentence("Nämnden " * 60, ("allocations",)), charts.bars.__get__(pd.DataFrame({"a": [1]}))
    figure = picture.figure("figur", message, "", "Staplar.", draw)
    assert len(figure.alt) <= 300
    assert figure.alt.endswith(" …. Staplar.")


@pytest.mark.parametrize("draw", CHARTS, ids=lambda f: f.__name__)
def test_the_subtitle_says_unit_and_year(draw):
    for unit in ("tkr", "mnkr"):
        subtitle = draw(report(SEED, unit)).subtitle
        assert re.search(rf"\b{unit}\b", subtitle)
        assert "2021" in subtitle or "per år" in subtitle


def test_a_pot_has_a_pattern_beside_its_colour():
    assert len(set(profile.HATCHES)) == len(profile.HATCHES) == len(profile.LIGHT.pots)
    svg = charts.boards(report(SEED)).svg
    assert svg.count("<pattern") == 1  # the second pot's, the same in the bars and in the legend


def test_a_pattern_is_one_small_tile_that_repeats():
    """Matplotlib's own dots are a quarter of a megabyte in each picture."""
    pots = [f"pot {number}" for number in range(6)]
    ax = charts.bars(pd.DataFrame({pot: [10] for pot in pots}, index=["Nämnden"]))
    patterns = re.findall("<pattern.*?</pattern>", picture.svg(ax.figure, "figur", "Titel", "Text"), flags=re.DOTALL)
    assert len(set(patterns)) == len(patterns) == 5
    assert max(map(len, patterns)) < 400
    assert all(f'width="{shape.TILE}"' in pattern for pattern in patterns)
    assert any(len(Path.hatch(hatch, 6)) > 4000 for hatch in profile.HATCHES if hatch)  # what is saved


def test_drawing_leaves_no_trace_in_matplotlib():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    charts.flow(report(SEED))
    assert dict(mpl.rcParams) == before


def test_a_name_is_drawn_as_it_is_written(tmp_path):
    made = report(make(tmp_path / "fall", CASES["signs of money"], **NAMED["signs of money"]))
    for draw in (charts.boards, charts.flow):
        drawn = " ".join(box.text for box in boxes(draw(made).svg)[0])
        assert r"$\foo$" in drawn
        assert 'id="fill-ink" url(#q' in drawn


def test_a_users_settings_do_not_change_a_picture(monkeypatch):
    import matplotlib as mpl

    before = charts.flow(report(SEED)).svg
    for name, value in {"savefig.bbox": "tight", "path.sketch": (1, 2, 3), "hatch.color": "red"}.items():
        monkeypatch.setitem(mpl.rcParams, name, value)
    assert charts.flow(report(SEED)).svg == before


# Charts of frames, on matplotlib's Axes

PLOTS = [charts.bands, charts.bars, charts.differences, charts.heat, charts.shares, charts.steps, charts.timeline]


@pytest.fixture
def boards():
    return fordelning.by_board(fordelning.open_case("huddinge-2021"))


def block(ax) -> Figure:
    return fordelning.figure(ax, "Kommunstyrelsen får mest", alt="Liggande staplar.")


@pytest.mark.parametrize("draw", PLOTS, ids=lambda f: f.__name__)
def test_the_examples_of_charts_run(draw, monkeypatch):
    monkeypatch.chdir(ROOT)
    names = {
        name: getattr(fordelning, name)
        for name in ("allocations", "by_board", "by_pot", "by_year", "matrix", "open_case")
    }
    offered = {**names, "split": fordelning.split, "pd": pd, draw.__name__: draw}
    [test] = doctest.DocTestFinder(recurse=False).find(draw, draw.__name__, globs=offered)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_a_chart_is_drawn_in_kronor_on_the_axes_that_is_given(boards):
    canvas, ax = plt.subplots(figsize=(6, 3))
    assert charts.bars(boards, ax) is ax
    drawn = pd.DataFrame([[bar.get_width() for bar in bars] for bars in ax.containers]).T
    assert (drawn.to_numpy() == boards.drop(columns=["name", "total"]).to_numpy()).all()
    assert tuple(canvas.get_size_inches()) == (6, 3)
    plt.close(canvas)


def test_names_stand_beside_bars_and_on_a_narrow_axes_above_them(boards):
    tops = {}
    for inches in (6.5, 2.9):
        ax = Canvas(figsize=(inches, 3)).add_subplot()
        charts.bars(boards, ax)
        name, bar = ax.texts[0], ax.containers[0][0]
        tops[inches] = name.get_position()[1] - bar.get_y()
    assert tops[6.5] > 0 > tops[2.9]


def test_what_an_analyst_restyles_keeps_its_colours_on_white_also_where_the_page_is_dark(boards):
    assert 'class="fill-pot-1"' in charts.boards(report(SEED)).svg
    ax = charts.bars(boards)
    ax.containers[0][0].set_facecolor("#aa3300")
    ax.texts[0].set_color("#aa3300")
    svg = block(ax).svg
    assert re.search(r"<path[^>]*fill: #aa3300", svg) and re.search(r"fill: #aa3300[^>]*>Kommunstyrelsen", svg)
    assert "class=" not in svg
    assert re.search(r'patch_1">\s*<path[^>]*fill: #ffffff', svg)


def test_a_chart_is_seen_in_jupyter_before_pyplot_has_drawn_anything(boards):
    ax = charts.bars(boards)
    assert ax._repr_png_() == ax.figure._repr_png_()
    picture, how = ax._repr_png_()
    with Image.open(io.BytesIO(picture)) as seen:
        assert abs(seen.width - 2 * how["width"]) <= 1 and len(seen.convert("RGB").getcolors(99_999)) > 50


def test_what_stands_for_restyled_bars_looks_as_they_do(boards):
    """The legend, and the ground of the amounts; a legend of bars of several colours keeps its own."""
    (old, _), ax = profile.LIGHT.pots[1], charts.bars(boards)
    assert [text.get_text() for text in ax.get_legend().texts] == ["Pott 1, trygghet", "Pott 2, bostadssocialt"]
    assert old in block(ax).svg
    first, second = ax.containers[:2]
    first[0].set(hatch="xx", facecolor="#ffff00")  # where no hatch was, and the amount is white
    for bar in second:
        bar.set(facecolor="#aa3300", hatch="++")
    svg = block(ax).svg
    assert old not in svg and svg.count("<pattern") == 2
    on = {text.get_text().replace("\u00a0", ""): text.get_color() for text in ax.texts}
    assert (on["4000000"], on["715000"]) == (profile.LIGHT.ink, profile.LIGHT.paper)
    second[1].set_facecolor("#00aa33")
    assert block(ax).svg.count("fill: #aa3300") == svg.count("fill: #aa3300") - 1


def test_a_chart_of_the_documents_own_stands_on_the_pages_ground():
    assert re.search(r'patch_1">\s*<path[^>]*fill: none', charts.boards(report(SEED)).svg)


def test_a_hatch_is_a_path_of_its_own_on_the_fill():
    svg = charts.boards(report(SEED)).svg
    hatched = re.findall(r'class="fill-pot-2">\s*(<path.*?)</g>', svg, flags=re.DOTALL)
    layers = [["fill: url(#" in path for path in re.findall("<path[^>]*>", group)] for group in hatched]
    assert layers.count([False, True]) == 5  # four bars and the legend's
    assert [False] in layers  # behind the amount


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda boards: charts.bars(boards[:0]), "inget att rita"),
        (lambda boards: charts.bars(boards.assign(skäl="nej")), "»skäl» har nej i raden »ks»"),
        (lambda boards: charts.bars(boards.assign(andel=float("nan"))), "»andel» har nan i raden »ks»"),
        (lambda boards: charts.bars([1, 2]), "DataFrame eller Series, inte list"),
        (lambda boards: charts.bars(boards, labels={"annan": "Annan"}), "labels har inte »mal-och-budget»"),
        (lambda boards: charts.differences(boards), "tabellen har 2 kolumner"),
        (lambda boards: charts.steps(boards), "»start» saknas"),
        (lambda boards: charts.shares(boards.assign(kronor=1, whole=2)), "Raden »total» saknas"),
        (lambda boards: charts.shares(boards.rename({"gsn": "total"}).assign(kronor=3, whole=2)), "större än det hela"),
        (lambda boards: charts.timeline(-boards.drop(columns="name")), "minusbelopp"),
        (lambda boards: charts.bands(boards), "»pot» saknas"),
        (lambda boards: charts.bands(boards.assign(pot="p", measure_name="m", board_name="n", kronor=0)), "är noll"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_that_says_why(boards, draw, said):
    with pytest.raises(AnalysisError, match=said):
        draw(boards)


def test_a_chart_is_the_same_bytes_in_every_process():
    code = (
        "from fordelning import charts, open_report; report = open_report('huddinge-2021');"
        "import hashlib; names = ('boards', 'flow', 'split', 'requests', 'years');"
        "drawn = [getattr(charts, name)(report) for name in names];"
        "print(*(hashlib.sha256((one.svg + one.narrow).encode()).hexdigest() for one in drawn))"
    )
    made = [python("-c", code, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]
    assert len(set(made[0].split())) == 5
    assert made[0] == made[1]


def test_the_pictures_of_ten_boards_and_twenty_measures_are_small(tmp_path):
    rows = [(p, m, (m * 3 + p) % 10, 100 + 13 * m + p) for m in range(20) for p in range(3)]
    made = report(make(tmp_path / "fall", rows, pots=("Medelsreserven", "Trygghet", "Statsbidrag")))
    drawn = [draw(made) for draw in (charts.boards, charts.flow, charts.split)]
    assert sum(len(figure.svg) + len(figure.narrow) for figure in drawn) < 100_000


def test_seven_pots_are_six_colours_and_the_legend_says_so(tmp_path):
    rows = [(p, p % 2, p % 3, 100 * (p + 1)) for p in range(9)]
    figure = charts.boards(report(make(tmp_path / "fall", rows, pots=[f"Pott {n + 1}" for n in range(9)])))
    texts = [box.text for box in boxes(figure.svg)[0]]
    assert texts.count("Övriga 4 potter") == 1
    assert [f"Pott {n}" in texts for n in range(1, 10)] == [False] * 4 + [True] * 5
    assert set(re.findall(r"fill-pot-\d(?!-)", figure.svg)) == {f"fill-pot-{n}" for n in range(1, 7)}


@pytest.mark.parametrize(("rows", "said"), [([(0, 0, 0, 9), (1, 0, 0, -5)], "netto 4"), ([(0, 0, 0, -9)], "−9")])
def test_what_a_board_gets_stands_at_its_net(rows, said, tmp_path):
    figure = charts.boards(report(make(tmp_path / "fall", [*rows, (0, 1, 1, 7)])))
    found = {box.text: box for box in boxes(figure.svg)[0]}
    axis = float(re.search(r'class="stroke-ink">\s*<path d="M ([\d.]+)', figure.svg)[1])
    seven = found["7"]
    if said.startswith("netto"):
        assert axis < found[said].left < seven.left
    else:
        assert found[said].right < axis < seven.left


def test_a_name_without_room_for_a_word_is_short_and_explained(tmp_path):
    long = "Donaudampfschiffahrtselektrizitätenhauptbetriebswerknämnden"
    figure = charts.boards(report(make(tmp_path / "fall", CASES["two boards"], boards=[long, "Nämnden"])))
    assert "N1" in {box.text for box in boxes(figure.svg)[0]}
    assert f" N1 är {long}." in figure.subtitle
