"""A form that knows which version of the profile it was opened on."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField

from matchmaker.core.forms import Form


class VersionedForm(Form):
    """One step of a profile; `version` travels in a hidden field."""

    version = HiddenField()

    @property
    def opened_on(self) -> int:
        """The version the form was opened on; 0 where it came without: never the newest, which nobody saw."""
        return number_in(self.version.data) if self.version.raw_data else 0

    def reopen(self, version: int) -> None:
        """Let the form stand for the newest version, with all that was typed still in it."""
        self.version.data = str(version)
        self.version.raw_data = [str(version)]


def number_in(text: str | None) -> int:
    """Return the version that a hidden field holds; 0, which no profile has, where it was tampered with."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def say(form: Form, faults: Mapping[str, Iterable[Any]]) -> None:
    """Put messages beside the fields of a form they are about; those of absent fields belong to no field."""
    for name, words in faults.items():
        if name in form and isinstance(form[name].errors, list | tuple):
            form[name].errors = [*form[name].errors, *map(str, words)]
        else:
            form.form_errors.extend(map(str, words))
