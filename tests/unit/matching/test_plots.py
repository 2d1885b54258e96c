"""The picture of an evaluation: well-formed, and its bars as long as its figures."""

from xml.etree import ElementTree

from matchmaker.matching.engine.plots import BAR, Bar, Panel, svg

NAMESPACE = {"svg": "http://www.w3.org/2000/svg"}


def _drawn(*bars: Bar, title: str = "Ranking") -> ElementTree.Element:
    return ElementTree.fromstring(svg(title, [Panel("by hub", bars)]))


def test_a_bar_is_as_long_as_its_figure() -> None:
    rects = _drawn(Bar("Paris", 0.5), Bar("Valley", 1.0)).findall("svg:rect", NAMESPACE)[1:]
    assert [float(rect.get("width", "")) for rect in rects] == [BAR / 2, BAR]


def test_figures_and_names_can_be_read_without_the_bars() -> None:
    words = [text.text for text in _drawn(Bar("Paris", 0.5, 0.4, 0.6, "n = 3")).iter() if text.text]
    assert {"Paris", "0.500 n = 3", "by hub"} <= set(words)


def test_what_a_label_says_is_never_markup() -> None:
    picture = _drawn(Bar("<script>&", 0.1), title="<b>")
    assert picture.find("svg:title", NAMESPACE).text == "<b>"  # type: ignore[union-attr]  # it has a title
    assert not picture.findall(".//svg:script", NAMESPACE)


def test_a_figure_without_an_interval_has_no_whisker() -> None:
    assert not _drawn(Bar("Paris", 0.5)).findall("svg:path", NAMESPACE)
    assert len(_drawn(Bar("Paris", 0.5, 0.4, 0.6)).findall("svg:path", NAMESPACE)) == 1
