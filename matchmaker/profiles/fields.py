"""Form fields that give a profile's own types and keep what was typed when it is none of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput
from wtforms.widgets.core import DateInput

from matchmaker.core.locale import language
from matchmaker.core.presentation import label
from matchmaker.profiles import numbers
from matchmaker.profiles.labels import FIELD_LABELS
from matchmaker.taxonomy import choices

Choices = list[tuple[str, Any]]


def labelled(name: str) -> Any:
    """Return the label of a profile's field."""
    return FIELD_LABELS[name]


class CodeField(SelectField):
    """One code of our taxonomy; None for the first choice, which states nothing, unless `required`."""

    def __init__(self, label: Any, codes: type[StrEnum], *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("choices", _offered(codes, required))
        super().__init__(label, coerce=lambda value: codes(value) if value else None, **kwargs)


def _offered(codes: type[StrEnum], required: bool) -> Callable[[], Choices]:
    return lambda: ([] if required else [("", str(_("Not stated")))]) + choices(codes, language())


class CodesField(SelectMultipleField):
    """Several codes of our taxonomy, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: Any, codes: type[StrEnum], *, only: Iterable[StrEnum] | None = None, **kwargs: Any
    ) -> None:
        listed = list(only) if only is not None else list(codes)
        super().__init__(label, coerce=codes, choices=partial(labelled_codes, listed), **kwargs)


def labelled_codes(codes: Iterable[StrEnum]) -> Choices:
    """Return (code, words) for each of `codes`."""
    return [(code.value, label(code)) for code in codes]


class YesNoField(SelectField):
    """Yes, no, or nothing stated."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            label,
            coerce={"yes": True, "no": False, True: True, False: False}.get,
            choices=lambda: [("", str(_("Not stated"))), ("yes", str(_("Yes"))), ("no", str(_("No")))],
            **kwargs,
        )


class _TypedField(StringField, ABC):
    """A text field whose data is of another type; what cannot be read stays in the field with a message."""

    message: Any = None
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is None."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = self.read(valuelist[0].strip())
            except ValueError as error:
                raise ValueError(str(self.message)) from error

    @abstractmethod
    def read(self, text: str) -> Any:
        """Return the value, or raise ValueError."""

    def written(self, value: Any) -> str:
        """Return the value as it is typed."""
        return str(value)


class KeysInput(TextInput):
    """A text input for which telephones show the keys of the given `inputmode`."""

    def __init__(self, inputmode: str) -> None:
        super().__init__()
        self.inputmode = inputmode

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Render the input."""
        return super().__call__(field, **{"inputmode": self.inputmode, **kwargs})


class WholeNumberField(_TypedField):
    """A whole number, or None."""

    message = _l("Give a whole number, in digits.")
    widget = KeysInput("numeric")

    def read(self, text: str) -> int:
        """Return the number."""
        return numbers.whole(text)


class AmountField(_TypedField):
    """A decimal number of at most two places, or None."""

    message = _l("Give an amount in digits, such as 1500000 or 1.5 M.")
    widget = KeysInput("decimal")

    def read(self, text: str) -> Decimal:
        """Return the amount."""
        return numbers.amount(text)

    def written(self, value: Decimal) -> str:
        """Return the amount without trailing zeros."""
        return f"{value.normalize():f}"


class DayField(_TypedField):
    """A calendar day, or None; browsers show their own calendar."""

    widget = DateInput()
    message = _l("Give a date as year-month-day, such as 2026-09-30.")

    def read(self, text: str) -> date:
        """Return the day."""
        return date.fromisoformat(text)

    def written(self, value: date) -> str:
        """Return the day in ISO form, as browsers expect it."""
        return value.isoformat()


class LinesField(TextAreaField):
    """A list of texts, one on each line."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the lines that are not empty."""
        self.data: Any = [
            line.strip() for line in (valuelist[0] if valuelist else "").splitlines() if line.strip()
        ]
