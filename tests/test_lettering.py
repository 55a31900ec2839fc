"""Every text of a chart has room, at any size: read from matplotlib's own boxes before anything is exported."""

from io import StringIO
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure as Canvas
from synthetic import LONG

from fordelning.base import profile
from fordelning.report import charts
from fordelning.report.charts import picture

BOARDS = [*LONG, *(f"Nämnden för ärenden nummer {n}" for n in range(26))]
SIGNS = {
    "more": lambda n: 1,
    "less": lambda n: -1,
    "both ways": lambda n: 1 if n % 3 else -1,
    "nil": lambda n: 0,
}


def faults_of(canvas: Canvas) -> list[str]:
    """The texts of a figure that lie over each other, or leave it."""
    renderer = RendererSVG(canvas.bbox.width, canvas.bbox.height, StringIO())
    canvas.draw_without_rendering()  # which places a legend
    [ax] = canvas.axes
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else ())]
    # What few letters of a text reach, at the edges of its box, is left out.
    boxes = [(text.get_text(), text.get_window_extent(renderer).padded(-1.2).extents.tolist()) for text in texts]
    x0, y0, x1, y1 = canvas.bbox.padded(2).extents.tolist()
    return [
        f"{name!r} över {other!r}"
        for (name, a), (other, b) in combinations(boxes, 2)
        if min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
    ] + [f"{name!r} utanför" for name, box in boxes if box[0] < x0 or box[1] < y0 or box[2] > x1 or box[3] > y1]


def drawn(draw, frame, width=profile.COLUMN, **options) -> Canvas:
    """A sheet with a chart."""
    canvas = picture.sheet(width)
    draw(frame, canvas.axes[0], **options)
    picture.fit(canvas)
    return canvas


def amounts(rows: int, columns: int, sign) -> pd.DataFrame:
    """Kronor of very different sizes, by boards with long names and by pots."""
    cells = [[sign(r + c) * (r * 37 % 97 + c * 11 + 1) ** 2 * 100 for c in range(columns)] for r in range(rows)]
    frame = pd.DataFrame(cells, columns=[f"Pott {n + 1} för trygghet" for n in range(columns)])
    return frame.assign(name=BOARDS[:rows], total=frame.sum(axis="columns"))


@pytest.mark.parametrize("width", [profile.COLUMN, picture.NARROW], ids=["page", "phone"])
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("size", [(1, 1), (16, 6)], ids=str)
def test_bars_have_room(size, sign, width):
    assert faults_of(drawn(charts.bars, amounts(*size, SIGNS[sign]), width)) == []


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("size", [(1, 1), (11, 3), (30, 5)], ids=str)
def test_a_matrix_has_room(size, sign):
    rows = amounts(*size, SIGNS[sign])
    assert faults_of(drawn(charts.heat, rows.assign(group=[f"Grupp {n // 7}" for n in range(len(rows))]))) == []


@pytest.mark.parametrize("width", [profile.COLUMN, picture.NARROW], ids=["page", "phone"])
@pytest.mark.parametrize("sign", SIGNS)
def test_differences_have_room(sign, width):
    frame = amounts(16, 1, SIGNS[sign])
    assert faults_of(drawn(charts.differences, frame.set_index("name")["total"], width)) == []


def test_a_flow_has_room():
    rows = [(f"Pott {b % 2}", f"Åtgärd {b}", board, 1000 * b + 1) for b, board in enumerate(LONG)]
    frame = pd.DataFrame(rows, columns=["pot", "measure_name", "board_name", "kronor"])
    assert faults_of(drawn(charts.bands, frame)) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda canvas: (
            canvas.axes[0].texts[0].set_text("En nämnd med ett namn som är mycket längre än det finns rum för")
        ),
        lambda canvas: canvas.axes[0].texts[0].set_position(canvas.axes[0].texts[2].get_position()),
        lambda canvas: canvas.axes[0].texts[-1].set_fontsize(40),
        lambda canvas: canvas.set_figheight(canvas.get_figheight() / 4),
        lambda canvas: canvas.set_figwidth(canvas.get_figwidth() / 3),
        lambda canvas: canvas.axes[0].set_ylim(canvas.axes[0].get_ylim()[0], 30),
    ],
    ids=["long", "moved", "large", "low", "thin", "above"],
)
@pytest.mark.parametrize("draw", [charts.bars, charts.heat], ids=lambda f: f.__name__)
def test_a_text_without_room_is_noticed(draw, fault):
    canvas = drawn(draw, amounts(6, 3, SIGNS["more"]))
    assert faults_of(canvas) == []
    fault(canvas)
    assert faults_of(canvas)
