"""What somebody wants to meet for: the purpose of an introduction."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class Purpose(StrEnum):
    """What the first meeting is meant to be."""

    FIRST_CONVERSATION = "first_conversation"
    INVESTMENT = "investment"
    PILOT = "pilot"
    PARTNERSHIP = "partnership"
    RESEARCH = "research"
    JOIN_PROGRAMME = "join_programme"
    SETTING_UP = "setting_up"
    ADVICE = "advice"
    EVENT = "event"


PURPOSE_LABELS: dict[Purpose, Label] = {
    Purpose.FIRST_CONVERSATION: Label("A first conversation", "Un premier échange"),
    Purpose.INVESTMENT: Label("To discuss an investment", "Discuter d’un investissement"),
    Purpose.PILOT: Label("To prepare a pilot", "Préparer une expérimentation"),
    Purpose.PARTNERSHIP: Label("To do business together", "Nouer un partenariat commercial"),
    Purpose.RESEARCH: Label("To do research together", "Mener une recherche commune"),
    Purpose.JOIN_PROGRAMME: Label("To join a programme", "Rejoindre un programme"),
    Purpose.SETTING_UP: Label("To set up in the other city", "S’implanter dans l’autre ville"),
    Purpose.ADVICE: Label("To ask for advice", "Demander conseil"),
    Purpose.EVENT: Label("To meet at an event", "Se rencontrer lors d’un événement"),
}
