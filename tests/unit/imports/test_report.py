import csv

from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.imports.readers import Row
from matchmaker.profiles.imports.report import Report, rejects_csv


def test_refused_rows_stand_in_the_order_of_the_file_whatever_they_were_refused_for() -> None:
    report = Report()
    for line in (8, 3, 5):
        report.reject(Row(line, {"name": f"Firm {line}"}), RowError("Too long."))
    lines = list(csv.DictReader(rejects_csv(report.rejects).splitlines()))
    assert [row["line"] for row in lines] == ["3", "5", "8"]
