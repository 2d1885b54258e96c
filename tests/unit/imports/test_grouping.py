from matchmaker.profiles.imports import grouping, mapping
from matchmaker.profiles.imports.readers import Row
from matchmaker.profiles.imports.translate import LEFT_OUT, Translated, bounded

ILAB = mapping.load("ilab_laureats")


def row(line: int, *, number: str = "", name: str = "", newest: str = "2000", text: str = "") -> Translated:
    cells = {"registry_id": number, "name": name, "description_fr": text, "sectors": "biotech"}
    return Translated(Row(line, {}), cells, (), newest)


def lines(*rows: Translated) -> list[list[int]]:
    return [[member.row.line for member in firm] for firm in grouping.group(rows, ILAB)]


def test_rows_of_one_number_are_one_firm_whatever_their_names() -> None:
    assert lines(row(1, number="732829320", name="Old"), row(2, number="732829320", name="New")) == [[1, 2]]


def test_a_row_without_number_joins_the_firm_that_alone_bears_its_name() -> None:
    assert lines(row(1, number="732829320", name="Same"), row(2, name="SAMÉ"), row(3, name="Other")) == [
        [1, 2],
        [3],
    ]


def test_a_name_that_two_numbers_bear_joins_neither() -> None:
    rows = (
        row(1, number="732829320", name="Same"),
        row(2, number="404833048", name="Same"),
        row(3, name="Same"),
    )
    assert lines(*rows) == [[1], [2], [3]]


def test_a_number_that_cannot_be_right_tells_no_firm() -> None:
    assert lines(row(1, number="123456789", name="A"), row(2, number="123456789", name="B")) == [[1], [2]]


def test_the_newest_row_leads_and_equal_paragraphs_stand_once() -> None:
    firm = grouping.group(
        [
            row(1, name="A", newest="2001", text="one\n\ntwo"),
            row(2, name="A", newest="2010", text="two\n\nthree"),
        ],
        ILAB,
    )
    joined = grouping.join(firm[0], ILAB)
    assert joined.cells["description_fr"] == "two\n\nthree\n\none"
    assert joined.cells["sectors"] == "biotech"


def test_texts_beyond_the_limit_are_left_out_whole_and_said() -> None:
    firm = [
        row(1, name="A", newest="2010", text="x" * 3000),
        row(2, name="A", newest="2001", text="y" * 3000),
    ]
    joined = grouping.join(firm, ILAB)
    assert joined.cells["description_fr"] == "x" * 3000
    assert list(joined.warnings) == [LEFT_OUT]


def test_a_first_paragraph_that_is_too_long_keeps_its_whole_sentences() -> None:
    text, left_out = bounded(["One sentence. Another one. " + "word " * 100], 40)
    assert (text, left_out) == ("One sentence. Another one. …", True)
    assert len(bounded(["x" * 100], 40)[0]) <= 40
