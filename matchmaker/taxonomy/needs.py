"""What organisations look for and offer: one list for both sides."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label, OrderedCode


class NeedCode(StrEnum):
    """A typed need, and by the same word the offer that answers it."""

    ENTITY_SETUP = "entity_setup"
    OFFICE_DESK = "office_desk"
    BANKING = "banking"
    VISA_MOBILITY = "visa_mobility"
    HIRING = "hiring"
    FUNDRAISING = "fundraising"
    PILOT_CUSTOMER = "pilot_customer"
    MARKET_ACCESS = "market_access"
    REGULATORY = "regulatory"
    RD_PARTNER = "rd_partner"
    MENTOR = "mentor"
    EVENT_VISIBILITY = "event_visibility"
    CITY_TESTBED = "city_testbed"
    GRANTS_TAX = "grants_tax"
    INCLUSION = "inclusion"


class Urgency(OrderedCode):
    """When something is needed, least urgent first."""

    LATER = "later"
    SIX_MONTHS = "six_months"
    NOW = "now"


NEED_LABELS: dict[NeedCode, Label] = {
    NeedCode.ENTITY_SETUP: Label("Setting up a company", "Création d’une société"),
    NeedCode.OFFICE_DESK: Label("Office or desks", "Bureaux et postes de travail"),
    NeedCode.BANKING: Label("Banking", "Services bancaires"),
    NeedCode.VISA_MOBILITY: Label("Visas and moving people", "Visas et mobilité"),
    NeedCode.HIRING: Label("Hiring", "Recrutement"),
    NeedCode.FUNDRAISING: Label("Fundraising", "Levée de fonds"),
    NeedCode.PILOT_CUSTOMER: Label("Pilot customer", "Client pilote"),
    NeedCode.MARKET_ACCESS: Label("Market access", "Accès au marché"),
    NeedCode.REGULATORY: Label("Regulation and certification", "Réglementation et certification"),
    NeedCode.RD_PARTNER: Label("Research partner", "Partenaire de recherche"),
    NeedCode.MENTOR: Label("Mentoring", "Mentorat"),
    NeedCode.EVENT_VISIBILITY: Label("Visibility at events", "Visibilité dans les événements"),
    NeedCode.CITY_TESTBED: Label("City test site", "Terrain d’expérimentation urbain"),
    NeedCode.GRANTS_TAX: Label("Grants and tax credits", "Aides publiques et crédits d’impôt"),
    NeedCode.INCLUSION: Label("Digital inclusion", "Inclusion numérique"),
}

URGENCY_LABELS: dict[Urgency, Label] = {
    Urgency.LATER: Label("Later", "Plus tard"),
    Urgency.SIX_MONTHS: Label("Within six months", "D’ici six mois"),
    Urgency.NOW: Label("Now", "Dès maintenant"),
}
