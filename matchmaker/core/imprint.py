"""Who runs the service and how to reach them, as an admin states it for everybody to read."""

from dataclasses import dataclass, fields
from typing import Any

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub

SETTING = "imprint"


@dataclass(frozen=True)
class Imprint:
    """What is stated; an empty text stands for what is not."""

    operator: str = ""
    address: str = ""
    responsible: str = ""
    host: str = ""
    email: str = ""
    desk_paris: str = ""
    desk_silicon_valley: str = ""
    privacy_fr: str = ""
    privacy_en: str = ""

    @property
    def desks(self) -> dict[Hub, str]:
        """The addresses of the programme staff of each hub, of those that are stated."""
        stated = {Hub.PARIS: self.desk_paris, Hub.SILICON_VALLEY: self.desk_silicon_valley}
        return {hub: address for hub, address in stated.items() if address}

    def privacy(self, language: str) -> str:
        """Return what the operator adds on personal data, in the other language where this one is empty."""
        own, other = (
            (self.privacy_fr, self.privacy_en) if language == "fr" else (self.privacy_en, self.privacy_fr)
        )
        return own or other


NAMES = tuple(field.name for field in fields(Imprint))


def read() -> Imprint:
    """Return what is stated now."""
    stored: dict[str, Any] = settings.get(db.session(), SETTING)
    return Imprint(**{name: text for name, text in stored.items() if name in NAMES})
