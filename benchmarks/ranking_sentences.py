"""Sentences of the real files, to make organisations of."""

import csv
import gzip
import os
import re
from pathlib import Path

COLUMNS = {
    "yc_companies.csv.gz": ("one_liner", "long_description"),
    "ilab_laureats.csv.gz": ("Moto", "Résumé"),
    "vcs.csv.gz": ("Investment thesis",),
}
_END = re.compile(r"(?<=[.!?])\s+")


def sentences() -> list[str]:
    """Every sentence of some length in the texts of firms and funds, in either language, in order."""
    folder = Path(os.environ.get("MATCHMAKER_DATA", "../shared/data")) / "real"
    found: dict[str, None] = {}
    for name, columns in COLUMNS.items():
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    found |= dict.fromkeys(_END.split(row.get(column) or ""))
    return [sentence for sentence in found if 40 <= len(sentence) <= 400]
