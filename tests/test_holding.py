"""A drawing in short, as a notebook shows it, is the same picture."""

import io
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from PIL import Image, ImageChops, ImageStat

from fordelning import charts, figure
from fordelning.base import profile
from fordelning.publish.render import svg
from fordelning.report.holding import short
from fordelning.report.report import open_report


def scattered() -> str:
    """A picture with markers, a hatch, parts that are cut and texts that look like drawing."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.scatter([1, 2, 3], [1.23456, 2, 3], s=[9, 99, 999], label="M 1.2345 L")
    ax.plot([1, 2, 3], [3, 2, 1], marker="o")
    ax.bar([1, 2], [1, 2], hatch="//", alpha=0.4)
    ax.set_xlim(1.1, 2.9)
    ax.set_title("Ett halvt är 0.50000", rotation=3)
    ax.legend()
    return figure(fig, title="Prov C 1.2345", alt='En "bild" i ord, M 2.3456 z').svg


PICTURES = {
    "scattered": scattered,
    "largest": lambda: charts.largest(open_report("huddinge-2021")).svg,
    "flow": lambda: charts.flow(open_report("huddinge-2021")).svg,
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_in_short_says_the_same_on_one_line(name):
    long = PICTURES[name]()
    made = short(long)
    assert "\n" not in made and len(made) < len(long)
    assert "<style" not in made
    assert not re.search(r'<g><(path|text) [^>]*/?>[^<]*(</text>)?</g>| style="[^"]*[:;] ', made)
    assert list(svg.faults(made)) == []  # nothing that is pointed at is gone
    styled = re.sub("<style.*?</style>", "", long)  # of a whole page, which is JupyterLab's
    words = [" ".join("".join(ElementTree.fromstring(one).itertext()).split()) for one in (styled, made)]
    assert words[0].replace(" ", "") == words[1].replace(" ", "")


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_and_looks_the_same(browser, name):
    long = PICTURES[name]()
    without_words = re.sub("<text.*?</text>", "", short(long))
    assert differing(browser, long, short(long)) < 0.1 < differing(browser, long, without_words)


def differing(browser, *drawings: str) -> float:
    """How far two drawings are from each other, in levels of 255 on the average."""
    shots = []
    for drawing in drawings:
        page = browser.new_page(viewport={"width": 700, "height": 600})
        page.set_content(f'<div style="font-family:{profile.FONT};width:640px">{drawing}</div>')
        shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        page.close()
    return sum(ImageStat.Stat(ImageChops.difference(*shots)).mean)
