"""The forms of the import pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField
from wtforms.validators import InputRequired

from matchmaker.core.forms import Form
from matchmaker.core.locale import language
from matchmaker.core.text import fold
from matchmaker.profiles.imports import canonical, mapping
from matchmaker.profiles.labels import FIELD_LABELS
from matchmaker.taxonomy import Hub, Kind, choices


def _mappings() -> list[tuple[str, Any]]:
    by_hand = _l("By its own column names; I can assign them on the next page")
    return [
        ("", by_hand),
        *((name, mapping.load(name).title.in_language(language())) for name in mapping.names()),
    ]


class UploadForm(Form):
    """A file, what it holds and how it is read."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    kind = SelectField(
        _l("What the organisations are"),
        choices=lambda: choices(Kind, language()),
        validators=[InputRequired()],
    )
    hub = SelectField(_l("Region"), choices=lambda: choices(Hub, language()), validators=[InputRequired()])
    mapping = SelectField(_l("How the file is read"), choices=_mappings)


class ColumnsForm(Form):
    """Which column of the file holds which field: one select a field, made by `columns_form`."""

    def chosen(self) -> dict[str, str]:
        """Return the file's column by our field, for the fields that were assigned."""
        return {
            name.removeprefix("column-"): field.data
            for name, field in self._fields.items()
            if name.startswith("column-") and field.data
        }

    def assignments(self) -> list[Field]:
        """Return the selects, in the order of the canonical file."""
        return [field for name, field in self._fields.items() if name.startswith("column-")]


def columns_form(kind: Kind, header: tuple[str, ...], chosen: dict[str, str]) -> ColumnsForm:
    """Return the form for a file with these columns; what is not chosen yet is guessed by equal names."""
    names = canonical.columns(kind)
    by_name = {fold(name): name for name in header if name}

    class _ColumnsForm(ColumnsForm):
        pass

    options = [("", _l("Not in the file")), *((name, name) for name in header if name)]
    for column in names:
        words = FIELD_LABELS.get(canonical.field_of(kind, column))
        text = _l("%(field)s (%(column)s)", field=words, column=column) if words else column
        setattr(_ColumnsForm, f"column-{column}", SelectField(text, choices=lambda: options, default=""))
    guessed = {column: by_name[fold(column)] for column in names if fold(column) in by_name}
    data = chosen or guessed
    return _ColumnsForm(data={f"column-{column}": name for column, name in data.items()})
