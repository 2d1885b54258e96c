"""Business sectors, and the themes of the city that both places work on together."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class Sector(StrEnum):
    """A sector of activity; ANY is for generalists."""

    CLIMATE_ENERGY = "climate_energy"
    MOBILITY = "mobility"
    WASTE_CIRCULAR = "waste_circular"
    WATER = "water"
    HEALTH_MEDTECH = "health_medtech"
    BIOTECH = "biotech"
    AI_DATA = "ai_data"
    CYBERSECURITY = "cybersecurity"
    FINTECH_INSURTECH = "fintech_insurtech"
    LEGALTECH = "legaltech"
    EDTECH = "edtech"
    HR = "hr"
    FOODTECH_AGRI = "foodtech_agri"
    RETAIL = "retail"
    MEDIA_CULTURE_GAMING = "media_culture_gaming"
    INDUSTRY_ROBOTICS = "industry_robotics"
    MATERIALS_SEMICONDUCTORS = "materials_semiconductors"
    SPACE = "space"
    CONSTRUCTION_PROPTECH = "construction_proptech"
    GOVTECH = "govtech"
    TELECOM = "telecom"
    TRAVEL = "travel"
    ANY = "any"


class Theme(StrEnum):
    """A theme of urban life that the two cities agreed to work on."""

    POLLUTION = "pollution"
    WASTE = "waste"
    TRAFFIC = "traffic"
    ENERGY = "energy"
    MOBILITY = "mobility"
    NETWORKS = "networks"
    TRANSPORT = "transport"
    INCLUSION = "inclusion"


SECTOR_LABELS: dict[Sector, Label] = {
    Sector.CLIMATE_ENERGY: Label("Climate and energy", "Climat et énergie"),
    Sector.MOBILITY: Label("Mobility", "Mobilité"),
    Sector.WASTE_CIRCULAR: Label("Waste and circular economy", "Déchets et économie circulaire"),
    Sector.WATER: Label("Water", "Eau"),
    Sector.HEALTH_MEDTECH: Label("Health and medical devices", "Santé et dispositifs médicaux"),
    Sector.BIOTECH: Label("Biotechnology", "Biotechnologies"),
    Sector.AI_DATA: Label("Artificial intelligence and data", "Intelligence artificielle et données"),
    Sector.CYBERSECURITY: Label("Cybersecurity", "Cybersécurité"),
    Sector.FINTECH_INSURTECH: Label("Finance and insurance", "Finance et assurance"),
    Sector.LEGALTECH: Label("Law", "Droit"),
    Sector.EDTECH: Label("Education and training", "Éducation et formation"),
    Sector.HR: Label("Work and human resources", "Travail et ressources humaines"),
    Sector.FOODTECH_AGRI: Label("Food and agriculture", "Alimentation et agriculture"),
    Sector.RETAIL: Label("Retail", "Commerce"),
    Sector.MEDIA_CULTURE_GAMING: Label("Media, culture and games", "Médias, culture et jeux"),
    Sector.INDUSTRY_ROBOTICS: Label("Industry and robotics", "Industrie et robotique"),
    Sector.MATERIALS_SEMICONDUCTORS: Label("Materials and semiconductors", "Matériaux et semi-conducteurs"),
    Sector.SPACE: Label("Space", "Spatial"),
    Sector.CONSTRUCTION_PROPTECH: Label("Construction and property", "Construction et immobilier"),
    Sector.GOVTECH: Label("Public services", "Services publics"),
    Sector.TELECOM: Label("Telecommunications", "Télécommunications"),
    Sector.TRAVEL: Label("Travel and tourism", "Voyage et tourisme"),
    Sector.ANY: Label("All sectors", "Tous les secteurs"),
}

THEME_LABELS: dict[Theme, Label] = {
    Theme.POLLUTION: Label("Pollution", "Pollution"),
    Theme.WASTE: Label("Waste", "Déchets"),
    Theme.TRAFFIC: Label("Traffic", "Circulation"),
    Theme.ENERGY: Label("Energy", "Énergie"),
    Theme.MOBILITY: Label("Mobility", "Mobilité"),
    Theme.NETWORKS: Label("Networks", "Réseaux"),
    Theme.TRANSPORT: Label("Transport", "Transports"),
    Theme.INCLUSION: Label("Inclusion", "Inclusion"),
}
