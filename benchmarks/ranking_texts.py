"""The texts of an organisation of the labelled set, what is sought and what is offered."""

from typing import Literal

from labelled_set import Row

ABOUT = ("description_fr", "description_en", "thesis_fr", "thesis_en")
MODEL = "business_model"


def everything(row: Row) -> str:
    """All it says."""
    return _joined(row, *ABOUT, "needs_text", "offers_text", MODEL)


def wishes(row: Row) -> str:
    """What it seeks; a thesis says so by itself, and so does a description where nothing else is stated."""
    return sought(row) or offered(row)


def offers(row: Row) -> str:
    """What it offers; a description does so by itself, and so does a thesis where nothing else is stated."""
    return offered(row) or sought(row)


def sought(row: Row) -> str:
    """What it wrote of what it seeks, a thesis included."""
    return _joined(row, "thesis_fr", "thesis_en", "needs_text")


def offered(row: Row) -> str:
    """What it wrote of what it offers, a description included."""
    return _joined(row, "description_fr", "description_en", "offers_text", MODEL)


def language(row: Row) -> Literal["fr", "en"] | None:
    """The one language it writes, None where it writes both."""
    return {"fr": "fr", "en": "en"}.get(row["lang"])  # type: ignore[return-value]  # the keys' own values


def _joined(row: Row, *columns: str) -> str:
    return "\n".join(row[column] for column in columns if row[column])
