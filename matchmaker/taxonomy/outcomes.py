"""What came of an introduction."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class OutcomeType(StrEnum):
    """One thing that came of an introduction."""

    NONE = "none"
    SECOND_MEETING = "second_meeting"
    PILOT = "pilot"
    CUSTOMER = "customer"
    INVESTMENT = "investment"
    HIRE = "hire"
    ENTITY_OPENED = "entity_opened"
    DESK = "desk"
    RD_PARTNERSHIP = "rd_partnership"


FRUITFUL = frozenset(OutcomeType) - {OutcomeType.NONE, OutcomeType.SECOND_MEETING}
"""What somebody set out for: a second meeting says no more than that both sides want to talk on."""

OUTCOME_TYPE_LABELS: dict[OutcomeType, Label] = {
    OutcomeType.NONE: Label("Nothing came of it so far", "Rien pour l’instant"),
    OutcomeType.SECOND_MEETING: Label("A second meeting", "Un deuxième rendez-vous"),
    OutcomeType.PILOT: Label("A pilot", "Une expérimentation"),
    OutcomeType.CUSTOMER: Label("A customer contract", "Un contrat commercial"),
    OutcomeType.INVESTMENT: Label("An investment", "Un investissement"),
    OutcomeType.HIRE: Label("Somebody was hired", "Une embauche"),
    OutcomeType.ENTITY_OPENED: Label("A company was opened", "Une société créée sur place"),
    OutcomeType.DESK: Label("An office or desk", "Un bureau ou un poste de travail"),
    OutcomeType.RD_PARTNERSHIP: Label("A research partnership", "Un partenariat de recherche"),
}
