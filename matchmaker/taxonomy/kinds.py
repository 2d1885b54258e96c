"""What an organisation is, and the types within each kind."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class Kind(StrEnum):
    """The three kinds of organisations that meet here."""

    STARTUP = "startup"
    INVESTOR = "investor"
    PROGRAMME = "programme"


class InvestorType(StrEnum):
    """Who stands behind an investor's money."""

    ANGEL = "angel"
    ANGEL_NETWORK = "angel_network"
    VC = "vc"
    CVC = "cvc"
    FAMILY_OFFICE = "family_office"
    PUBLIC_BANK = "public_bank"


class ProgrammeType(StrEnum):
    """What a programme is for, in the field's own words."""

    SOFT_LANDING = "soft_landing"
    ACCELERATOR = "accelerator"
    INCUBATOR = "incubator"
    CLUSTER = "cluster"
    PUBLIC_AGENCY = "public_agency"
    CONSULATE = "consulate"
    RESEARCH_LAB = "research_lab"
    CITY_DEPARTMENT = "city_department"
    HOST_SPACE = "host_space"
    TRAINING = "training"
    INCLUSION = "inclusion"
    EVENT_ORGANISER = "event_organiser"
    USAGE_OBSERVATORY = "usage_observatory"
    MENTOR_NETWORK = "mentor_network"


class CallType(StrEnum):
    """What a programme offers at a given time."""

    COHORT = "cohort"
    PILOT_CHALLENGE = "pilot_challenge"
    EVENT = "event"
    DESK = "desk"
    TRAINING_SEAT = "training_seat"
    PLACEMENT = "placement"
    USAGE_PANEL = "usage_panel"
    GRANT = "grant"


KIND_LABELS: dict[Kind, Label] = {
    Kind.STARTUP: Label("Startup", "Startup"),
    Kind.INVESTOR: Label("Investor", "Investisseur"),
    Kind.PROGRAMME: Label("Programme", "Programme"),
}

INVESTOR_TYPE_LABELS: dict[InvestorType, Label] = {
    InvestorType.ANGEL: Label("Business angel", "Business angel"),
    InvestorType.ANGEL_NETWORK: Label("Angel network", "Réseau de business angels"),
    InvestorType.VC: Label("Venture capital fund", "Fonds de capital-risque"),
    InvestorType.CVC: Label("Corporate venture fund", "Fonds d’entreprise"),
    InvestorType.FAMILY_OFFICE: Label("Family office", "Société de gestion familiale (family office)"),
    InvestorType.PUBLIC_BANK: Label("Public investment bank", "Banque publique d’investissement"),
}

PROGRAMME_TYPE_LABELS: dict[ProgrammeType, Label] = {
    ProgrammeType.SOFT_LANDING: Label("Soft-landing programme", "Programme d’implantation"),
    ProgrammeType.ACCELERATOR: Label("Accelerator", "Accélérateur"),
    ProgrammeType.INCUBATOR: Label("Incubator", "Incubateur"),
    ProgrammeType.CLUSTER: Label("Cluster", "Pôle de compétitivité"),
    ProgrammeType.PUBLIC_AGENCY: Label("Public agency", "Agence publique"),
    ProgrammeType.CONSULATE: Label("Consulate", "Consulat"),
    ProgrammeType.RESEARCH_LAB: Label("Research institute", "Institut de recherche"),
    ProgrammeType.CITY_DEPARTMENT: Label("City department", "Service municipal"),
    ProgrammeType.HOST_SPACE: Label("Host space", "Lieu d’accueil"),
    ProgrammeType.TRAINING: Label("Training programme", "Programme de formation"),
    ProgrammeType.INCLUSION: Label("Digital inclusion programme", "Programme d’inclusion numérique"),
    ProgrammeType.EVENT_ORGANISER: Label("Event organiser", "Organisateur d’événements"),
    ProgrammeType.USAGE_OBSERVATORY: Label("Usage observatory", "Observatoire des usages"),
    ProgrammeType.MENTOR_NETWORK: Label("Mentor network", "Réseau de mentors"),
}

CALL_TYPE_LABELS: dict[CallType, Label] = {
    CallType.COHORT: Label("Cohort", "Promotion"),
    CallType.PILOT_CHALLENGE: Label("Pilot challenge", "Défi d’expérimentation"),
    CallType.EVENT: Label("Event", "Événement"),
    CallType.DESK: Label("Desks", "Postes de travail"),
    CallType.TRAINING_SEAT: Label("Training seats", "Places de formation"),
    CallType.PLACEMENT: Label("Placements", "Stages et emplois"),
    CallType.USAGE_PANEL: Label("Usage panel", "Panel d’usagers"),
    CallType.GRANT: Label("Grant", "Subvention"),
}
