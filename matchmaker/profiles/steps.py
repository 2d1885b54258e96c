"""The steps of the guided form, and which fields each of them asks for. Pure."""

from enum import StrEnum

from matchmaker.profiles.values import detail_fields
from matchmaker.taxonomy import Kind


class Step(StrEnum):
    """A page of the guided form, in the order in which it is walked."""

    IDENTITY = "identity"
    STORY = "story"
    NEEDS = "needs"
    DETAILS = "details"
    CONTACT = "contact"

    @property
    def following(self) -> "Step | None":
        """The next step, or None after the last."""
        order = list(Step)
        position = order.index(self) + 1
        return order[position] if position < len(order) else None


_FIELDS: dict[Step, tuple[str, ...]] = {
    Step.IDENTITY: (
        *("name", "other_names", "kind", "hub", "registry_id", "website", "district", "tagline"),
        *("confidential", "teaser_fr", "teaser_en"),
    ),
    Step.STORY: (
        *("lang", "description_fr", "description_en", "languages"),
        *("sectors", "sub_sectors", "themes"),
    ),
    Step.NEEDS: ("needs", "needs_text", "offers", "offers_text"),
    Step.CONTACT: ("capacity", "paused_from", "paused_until", "conflicts"),
}


def fields_of(step: Step, kind: Kind) -> tuple[str, ...]:
    """Return the names of the profile's fields that `step` asks an organisation of `kind` for."""
    return detail_fields(kind) if step is Step.DETAILS else _FIELDS[step]


def step_of(name: str) -> Step:
    """Return the step that asks for the field; every field of one kind only belongs to the details."""
    if name.startswith("contact"):
        return Step.CONTACT
    return next((step for step, names in _FIELDS.items() if name in names), Step.DETAILS)
