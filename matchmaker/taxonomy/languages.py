"""The languages a profile's texts are written in."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class Lang(StrEnum):
    """Which of the two languages an organisation has written its texts in."""

    FR = "fr"
    EN = "en"
    BOTH = "both"

    @property
    def written(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages there is a text in."""
        return ("fr", "en") if self is Lang.BOTH else (self.value,)


LANG_LABELS: dict[Lang, Label] = {
    Lang.FR: Label("French", "Français"),
    Lang.EN: Label("English", "Anglais"),
    Lang.BOTH: Label("French and English", "Français et anglais"),
}
