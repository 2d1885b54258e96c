"""The types of what compiled rules look at: candidates, and the moment."""

from numba import from_dtype, types

from matchmaker.matching.engine.columns import KINDS, RECORD
from matchmaker.matching.engine.jit import read, together
from matchmaker.taxonomy import Kind

RECORDS = types.Array(from_dtype(RECORD), 1, "C", readonly=True)
"""The records of `Columns`."""

CLASSES = together(read("i4"), RECORDS, read("i4"), RECORDS, types.Array(types.uint64, 2, "C", readonly=True))
"""What `Classes` gives."""

WHEN = together(read("i4"), read("f8"), read("i8"))
"""What `Moment.arrays` gives."""

STARTUP, INVESTOR, PROGRAMME = (KINDS.index(kind) for kind in (Kind.STARTUP, Kind.INVESTOR, Kind.PROGRAMME))
