"""What a run did, in numbers and words, and the rows it refused."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.imports.cells import guard
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.imports.readers import Row

# Each row of the file ends in exactly one of these, or is rejected.
COUNTS = {
    "new": _l("New organisations"),
    "updated": _l("Updated"),
    "unchanged": _l("Unchanged"),
    "merged": _l("Further rows of a firm, joined to its first"),
    "claimed": _l("Left alone: their own people answer for them"),
    "removed": _l("Left alone: they asked not to be listed"),
    "elsewhere": _l("Left alone: they stand in the other hub already"),
    "other_hub": _l("Outside the hub"),
    "other_kind": _l("Of another kind"),
    "not_selected": _l("Not selected"),
    "gone": _l("Firms that are no longer there"),
}


@dataclass(frozen=True)
class Reject:
    """A row that cannot land, and why."""

    row: Row
    reason: RowError


@dataclass
class Report:
    """The counts of one run: `read` is the sum of counts and rejects; warnings tell what was left out."""

    read: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    encoding: str | None = None
    seconds: float = 0.0

    def reject(self, row: Row, reason: RowError) -> None:
        """Refuse the row."""
        self.rejects.append(Reject(row, reason))
        self.reasons[str(reason.rule)] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the counts as they are stored and shown; rejects stand in a file of their own."""
        return {
            "read": self.read,
            "counts": {name: self.counts[name] for name in COUNTS},
            "rejected": len(self.rejects),
            "reasons": dict(self.reasons.most_common()),
            "warnings": dict(self.warnings.most_common(50)),
            "encoding": self.encoding,
            "seconds": round(self.seconds, 1),
        }


def rejects_csv(rejects: Sequence[Reject]) -> str:
    """Return the rejects as CSV by line: line, reason, the row as it was, safe to open in a spreadsheet."""
    columns = list(dict.fromkeys(name for reject in rejects for name in reject.row.cells))
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(["line", "reason", *map(guard, columns)])
    for reject in sorted(rejects, key=lambda reject: reject.row.line):
        cells = [guard(reject.row.cells.get(name, "")) for name in columns]
        writer.writerow([reject.row.line, guard(str(reject.reason)), *cells])
    return output.getvalue()
