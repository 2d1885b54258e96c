"""Why staff reject, a counterpart declines, a reader dismisses; and the roles people hold."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class RejectCode(StrEnum):
    """Why programme staff reject a request for an introduction."""

    INCOMPLETE = "incomplete"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_ELIGIBLE = "not_eligible"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    COUNTERPART_FULL = "counterpart_full"
    SPAM = "spam"


class DeclineCode(StrEnum):
    """Why a counterpart declines an introduction."""

    STAGE = "stage"
    TICKET = "ticket"
    SECTOR = "sector"
    GEOGRAPHY = "geography"
    TIMING = "timing"
    PORTFOLIO_CONFLICT = "portfolio_conflict"
    ALREADY_IN_CONTACT = "already_in_contact"
    CAPACITY = "capacity"
    LANGUAGE = "language"
    OTHER = "other"


class DismissReason(StrEnum):
    """Why a reader sets a recommendation aside."""

    SECTOR = "sector"
    STAGE = "stage"
    TICKET = "ticket"
    GEOGRAPHY = "geography"
    TIMING = "timing"
    ALREADY_IN_CONTACT = "already_in_contact"
    NOT_CONVINCING = "not_convincing"
    OTHER = "other"


class MembershipRole(StrEnum):
    """What a person may do for an organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    DELEGATE = "delegate"


REJECT_LABELS: dict[RejectCode, Label] = {
    RejectCode.INCOMPLETE: Label("The request is incomplete", "La demande est incomplète"),
    RejectCode.OUT_OF_SCOPE: Label("Outside what we do", "Hors du champ du programme"),
    RejectCode.NOT_ELIGIBLE: Label("Not eligible", "Non éligible"),
    RejectCode.CONFLICT: Label("Conflict of interest", "Conflit d’intérêts"),
    RejectCode.DUPLICATE: Label("Already requested", "Demande déjà faite"),
    RejectCode.COUNTERPART_FULL: Label(
        "The counterpart takes no more requests", "L’organisation sollicitée ne prend plus de demandes"
    ),
    RejectCode.SPAM: Label("Unsolicited advertising", "Démarchage"),
}

DECLINE_LABELS: dict[DeclineCode, Label] = {
    DeclineCode.STAGE: Label("Too early or too late a stage", "Stade trop précoce ou trop avancé"),
    DeclineCode.TICKET: Label("The amount does not fit", "Le montant ne convient pas"),
    DeclineCode.SECTOR: Label("Not our sector", "Hors de notre secteur"),
    DeclineCode.GEOGRAPHY: Label("Not our geography", "Hors de notre zone géographique"),
    DeclineCode.TIMING: Label("Not the right time", "Ce n’est pas le moment"),
    DeclineCode.PORTFOLIO_CONFLICT: Label(
        "Competes with a firm we support", "Concurrence une société que nous soutenons"
    ),
    DeclineCode.ALREADY_IN_CONTACT: Label("We are already in contact", "Nous sommes déjà en contact"),
    DeclineCode.CAPACITY: Label("We cannot take on more now", "Nous ne pouvons pas en prendre davantage"),
    DeclineCode.LANGUAGE: Label("No common working language", "Pas de langue de travail commune"),
    DeclineCode.OTHER: Label("Another reason", "Une autre raison"),
}

DISMISS_LABELS: dict[DismissReason, Label] = {
    DismissReason.SECTOR: Label("Not our sector", "Hors de notre secteur"),
    DismissReason.STAGE: Label("Not the right stage", "Pas au bon stade"),
    DismissReason.TICKET: Label("The amount does not fit", "Le montant ne convient pas"),
    DismissReason.GEOGRAPHY: Label("Not the right place", "Pas au bon endroit"),
    DismissReason.TIMING: Label("Not the right time", "Ce n’est pas le moment"),
    DismissReason.ALREADY_IN_CONTACT: Label("We are already in contact", "Nous sommes déjà en contact"),
    DismissReason.NOT_CONVINCING: Label("Not convincing", "Pas convaincant"),
    DismissReason.OTHER: Label("Another reason", "Une autre raison"),
}

MEMBERSHIP_ROLE_LABELS: dict[MembershipRole, Label] = {
    MembershipRole.OWNER: Label("Owner", "Responsable"),
    MembershipRole.EDITOR: Label("Editor", "Rédacteur ou rédactrice"),
    MembershipRole.DELEGATE: Label("Delegate", "Délégué ou déléguée"),
}
