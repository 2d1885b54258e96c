"""Signs in a file that the database or a spreadsheet would trip over."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import Browser
from tests.personas import Personas
from tests.web.imports.test_pages import Open, organisations, upload

NUL_IN_A_REJECT = b"name,hub,stage\nGood Firm,paris,\nBad\x00Firm,paris,s\x00tage\n"
HALF_A_SIGN = b"""name,hub,needs_entries
Good Firm,paris,
Half Firm,paris,"[{""code"":""hiring"",""text"":""\\ud800""}]"
"""
NO_LANGUAGE = b"name,hub,languages\nGood Firm,paris,fr;en\nOdd Firm,paris,zzzzzzzzzzzz\n"


@pytest.mark.parametrize("content", [NUL_IN_A_REJECT, HALF_A_SIGN, NO_LANGUAGE])
def test_an_odd_row_is_refused_and_the_others_land(
    app: Flask, browser: Open, personas: Personas, run_jobs: Callable[[], None], content: bytes
) -> None:
    staff = browser(personas.valley_staff)
    assert upload(staff, content, filename="odd\x00.csv").status_code == 200
    staff.submit("/imports/1", action="/imports/1/confirm")
    run_jobs()
    assert [row.name for row in organisations(app)] == ["Good Firm"]
    page = staff.get("/imports/1")
    assert "Why rows were refused" in page.text
    assert staff.get("/imports/1/rejects.csv").status_code == 200


def test_a_header_that_is_a_formula_is_no_formula_in_the_rejects(
    browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    staff: Browser = browser(personas.valley_staff)
    upload(staff, b"=1+1,name,hub\nx,,paris\n")
    staff.submit("/imports/1", action="/imports/1/confirm")
    run_jobs()
    assert "line,reason,'=1+1,name,hub" in staff.get("/imports/1/rejects.csv").text
