"""Sets of codes as the bits of one number, so that a hundred thousand of them are compared at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.taxonomy import Direction, Hub, LegalForm, NeedCode, Sector, Stage, Theme

Bits = npt.NDArray[np.uint64]

_SPOKEN = """
en fr es de it pt nl ar zh ja ko ru hi he tr pl sv da no fi el cs hu ro uk vi th id ms fa ur bn ta te mr gu
pa kn ml sw am ca eu gl ga cy br lb sk sl hr sr bs mk bg sq et lv lt mt is hy
"""


@dataclass(frozen=True)
class Alphabet:
    """The codes that bits stand for, at most 64.

    rest: the bit of every other code; without it they are left out.
    """

    codes: tuple[str, ...]
    rest: int | None = None

    @cached_property
    def bit(self) -> dict[str, int]:
        """Code -> the number with its bit alone."""
        return {code: 1 << place for place, code in enumerate(self.codes)}

    def bits(self, codes: Iterable[str]) -> int:
        """The number whose bits are `codes`."""
        other = 0 if self.rest is None else 1 << self.rest
        number = 0
        for code in codes:
            number |= self.bit.get(code, other)
        return number


SECTORS = Alphabet(tuple(Sector))
THEMES = Alphabet(tuple(Theme))
STAGES = Alphabet(tuple(Stage))
HUBS = Alphabet(tuple(Hub))
FORMS = Alphabet(tuple(LegalForm))
LANGUAGES = Alphabet(tuple(_SPOKEN.split()), rest=63)
WAYS: tuple[str | None, ...] = (None, *Direction)
TYPED = Alphabet(tuple(f"{code} {way}" for way in WAYS for code in NeedCode))
"""Needs and offers, each code with every direction and with none."""


def any_of(one: Bits, other: Bits) -> npt.NDArray[np.bool_]:
    """Whether the two sets share a code."""
    shared: npt.NDArray[np.bool_] = (one & other) != 0
    return shared


def size(bits: Bits) -> npt.NDArray[np.uint8]:
    """How many codes a set holds."""
    counted: npt.NDArray[np.uint8] = np.bitwise_count(bits)
    return counted
