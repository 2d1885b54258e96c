"""Sub-sectors: a second, finer level under each sector. A code reads `sector.sub_sector`."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label
from matchmaker.taxonomy.sectors import Sector


class SubSector(StrEnum):
    """A finer field within one sector, whose code its own begins with."""

    CLIMATE_ENERGY_STORAGE = "climate_energy.storage"
    CLIMATE_ENERGY_RENEWABLES = "climate_energy.renewables"
    CLIMATE_ENERGY_EFFICIENCY = "climate_energy.efficiency"
    CLIMATE_ENERGY_GRID = "climate_energy.grid"
    CLIMATE_ENERGY_CARBON = "climate_energy.carbon"
    CLIMATE_ENERGY_AIR_QUALITY = "climate_energy.air_quality"
    MOBILITY_SHARED = "mobility.shared"
    MOBILITY_ELECTRIC = "mobility.electric"
    MOBILITY_LOGISTICS = "mobility.logistics"
    MOBILITY_TRAFFIC = "mobility.traffic"
    MOBILITY_PUBLIC_TRANSPORT = "mobility.public_transport"
    MOBILITY_CYCLING = "mobility.cycling"
    WASTE_CIRCULAR_SORTING = "waste_circular.sorting"
    WASTE_CIRCULAR_REUSE = "waste_circular.reuse"
    WASTE_CIRCULAR_ORGANICS = "waste_circular.organics"
    WASTE_CIRCULAR_PACKAGING = "waste_circular.packaging"
    WASTE_CIRCULAR_COLLECTION = "waste_circular.collection"
    WATER_QUALITY = "water.quality"
    WATER_NETWORKS = "water.networks"
    WATER_TREATMENT = "water.treatment"
    HEALTH_MEDTECH_DEVICES = "health_medtech.devices"
    HEALTH_MEDTECH_DIGITAL_HEALTH = "health_medtech.digital_health"
    HEALTH_MEDTECH_DIAGNOSTICS = "health_medtech.diagnostics"
    HEALTH_MEDTECH_CARE = "health_medtech.care"
    HEALTH_MEDTECH_MENTAL_HEALTH = "health_medtech.mental_health"
    BIOTECH_THERAPEUTICS = "biotech.therapeutics"
    BIOTECH_SYNTHETIC_BIOLOGY = "biotech.synthetic_biology"
    BIOTECH_TOOLS = "biotech.tools"
    BIOTECH_INDUSTRIAL = "biotech.industrial"
    AI_DATA_VISION = "ai_data.vision"
    AI_DATA_LANGUAGE = "ai_data.language"
    AI_DATA_DATA_INFRASTRUCTURE = "ai_data.data_infrastructure"
    AI_DATA_ANALYTICS = "ai_data.analytics"
    AI_DATA_TRUST = "ai_data.trust"
    CYBERSECURITY_IDENTITY = "cybersecurity.identity"
    CYBERSECURITY_NETWORKS = "cybersecurity.networks"
    CYBERSECURITY_PRIVACY = "cybersecurity.privacy"
    CYBERSECURITY_DETECTION = "cybersecurity.detection"
    FINTECH_INSURTECH_PAYMENTS = "fintech_insurtech.payments"
    FINTECH_INSURTECH_LENDING = "fintech_insurtech.lending"
    FINTECH_INSURTECH_INSURANCE = "fintech_insurtech.insurance"
    FINTECH_INSURTECH_COMPLIANCE = "fintech_insurtech.compliance"
    FINTECH_INSURTECH_TREASURY = "fintech_insurtech.treasury"
    LEGALTECH_CONTRACTS = "legaltech.contracts"
    LEGALTECH_COMPLIANCE = "legaltech.compliance"
    LEGALTECH_ACCESS = "legaltech.access"
    EDTECH_SCHOOLS = "edtech.schools"
    EDTECH_VOCATIONAL = "edtech.vocational"
    EDTECH_CONTENT = "edtech.content"
    EDTECH_LANGUAGES = "edtech.languages"
    HR_RECRUITING = "hr.recruiting"
    HR_SKILLS = "hr.skills"
    HR_WORKPLACE = "hr.workplace"
    HR_PAYROLL = "hr.payroll"
    FOODTECH_AGRI_FARMING = "foodtech_agri.farming"
    FOODTECH_AGRI_URBAN_FARMING = "foodtech_agri.urban_farming"
    FOODTECH_AGRI_INGREDIENTS = "foodtech_agri.ingredients"
    FOODTECH_AGRI_FOOD_WASTE = "foodtech_agri.food_waste"
    FOODTECH_AGRI_DELIVERY = "foodtech_agri.delivery"
    RETAIL_ECOMMERCE = "retail.ecommerce"
    RETAIL_STORES = "retail.stores"
    RETAIL_SUPPLY = "retail.supply"
    RETAIL_SECOND_HAND = "retail.second_hand"
    MEDIA_CULTURE_GAMING_GAMES = "media_culture_gaming.games"
    MEDIA_CULTURE_GAMING_AUDIO_VIDEO = "media_culture_gaming.audio_video"
    MEDIA_CULTURE_GAMING_HERITAGE = "media_culture_gaming.heritage"
    MEDIA_CULTURE_GAMING_CREATION = "media_culture_gaming.creation"
    MEDIA_CULTURE_GAMING_NEWS = "media_culture_gaming.news"
    INDUSTRY_ROBOTICS_ROBOTS = "industry_robotics.robots"
    INDUSTRY_ROBOTICS_MAINTENANCE = "industry_robotics.maintenance"
    INDUSTRY_ROBOTICS_FACTORY = "industry_robotics.factory"
    INDUSTRY_ROBOTICS_SENSORS = "industry_robotics.sensors"
    INDUSTRY_ROBOTICS_ADDITIVE = "industry_robotics.additive"
    MATERIALS_SEMICONDUCTORS_CHIPS = "materials_semiconductors.chips"
    MATERIALS_SEMICONDUCTORS_PHOTONICS = "materials_semiconductors.photonics"
    MATERIALS_SEMICONDUCTORS_ADVANCED_MATERIALS = "materials_semiconductors.advanced_materials"
    MATERIALS_SEMICONDUCTORS_BIO_BASED = "materials_semiconductors.bio_based"
    MATERIALS_SEMICONDUCTORS_QUANTUM = "materials_semiconductors.quantum"
    SPACE_EARTH_OBSERVATION = "space.earth_observation"
    SPACE_LAUNCH = "space.launch"
    SPACE_SATELLITES = "space.satellites"
    CONSTRUCTION_PROPTECH_BUILDINGS = "construction_proptech.buildings"
    CONSTRUCTION_PROPTECH_RENOVATION = "construction_proptech.renovation"
    CONSTRUCTION_PROPTECH_SITE = "construction_proptech.site"
    CONSTRUCTION_PROPTECH_HOUSING = "construction_proptech.housing"
    GOVTECH_PARTICIPATION = "govtech.participation"
    GOVTECH_OPERATIONS = "govtech.operations"
    GOVTECH_PROCUREMENT = "govtech.procurement"
    GOVTECH_DIGITAL_ACCESS = "govtech.digital_access"
    TELECOM_IOT = "telecom.iot"
    TELECOM_WIRELESS = "telecom.wireless"
    TELECOM_FIBRE = "telecom.fibre"
    TELECOM_EDGE = "telecom.edge"
    TRAVEL_HOSPITALITY = "travel.hospitality"
    TRAVEL_BOOKING = "travel.booking"
    TRAVEL_VISITS = "travel.visits"

    @property
    def parent(self) -> Sector:
        """The sector this field belongs to."""
        return Sector(self.value.partition(".")[0])


SUB_SECTOR_LABELS: dict[SubSector, Label] = {
    SubSector.CLIMATE_ENERGY_STORAGE: Label("Energy storage", "Stockage d’énergie"),
    SubSector.CLIMATE_ENERGY_RENEWABLES: Label("Renewable energy", "Énergies renouvelables"),
    SubSector.CLIMATE_ENERGY_EFFICIENCY: Label("Energy efficiency", "Efficacité énergétique"),
    SubSector.CLIMATE_ENERGY_GRID: Label("Grids and flexibility", "Réseaux et flexibilité"),
    SubSector.CLIMATE_ENERGY_CARBON: Label("Carbon measurement and removal", "Mesure et captage du carbone"),
    SubSector.CLIMATE_ENERGY_AIR_QUALITY: Label("Air quality", "Qualité de l’air"),
    SubSector.MOBILITY_SHARED: Label("Shared mobility", "Mobilité partagée"),
    SubSector.MOBILITY_ELECTRIC: Label("Electric vehicles and charging", "Véhicules électriques et recharge"),
    SubSector.MOBILITY_LOGISTICS: Label("Urban logistics", "Logistique urbaine"),
    SubSector.MOBILITY_TRAFFIC: Label("Traffic management", "Gestion du trafic"),
    SubSector.MOBILITY_PUBLIC_TRANSPORT: Label("Public transport", "Transports en commun"),
    SubSector.MOBILITY_CYCLING: Label("Cycling and walking", "Vélo et marche"),
    SubSector.WASTE_CIRCULAR_SORTING: Label("Sorting and recycling", "Tri et recyclage"),
    SubSector.WASTE_CIRCULAR_REUSE: Label("Reuse and repair", "Réemploi et réparation"),
    SubSector.WASTE_CIRCULAR_ORGANICS: Label("Organic waste", "Biodéchets"),
    SubSector.WASTE_CIRCULAR_PACKAGING: Label("Packaging", "Emballages"),
    SubSector.WASTE_CIRCULAR_COLLECTION: Label("Collection", "Collecte"),
    SubSector.WATER_QUALITY: Label("Water quality", "Qualité de l’eau"),
    SubSector.WATER_NETWORKS: Label("Water networks", "Réseaux d’eau"),
    SubSector.WATER_TREATMENT: Label("Treatment and reuse", "Traitement et réutilisation"),
    SubSector.HEALTH_MEDTECH_DEVICES: Label("Medical devices", "Dispositifs médicaux"),
    SubSector.HEALTH_MEDTECH_DIGITAL_HEALTH: Label("Digital health", "Santé numérique"),
    SubSector.HEALTH_MEDTECH_DIAGNOSTICS: Label("Diagnostics", "Diagnostic"),
    SubSector.HEALTH_MEDTECH_CARE: Label("Care at home and ageing", "Soins à domicile et bien vieillir"),
    SubSector.HEALTH_MEDTECH_MENTAL_HEALTH: Label("Mental health", "Santé mentale"),
    SubSector.BIOTECH_THERAPEUTICS: Label("Therapeutics", "Thérapies"),
    SubSector.BIOTECH_SYNTHETIC_BIOLOGY: Label("Synthetic biology", "Biologie de synthèse"),
    SubSector.BIOTECH_TOOLS: Label("Research tools", "Outils de recherche"),
    SubSector.BIOTECH_INDUSTRIAL: Label("Industrial biotechnology", "Biotechnologies industrielles"),
    SubSector.AI_DATA_VISION: Label("Computer vision", "Vision par ordinateur"),
    SubSector.AI_DATA_LANGUAGE: Label("Language technology", "Traitement du langage"),
    SubSector.AI_DATA_DATA_INFRASTRUCTURE: Label("Data infrastructure", "Infrastructure de données"),
    SubSector.AI_DATA_ANALYTICS: Label("Analytics and forecasting", "Analyse et prévision"),
    SubSector.AI_DATA_TRUST: Label("Trustworthy AI", "IA de confiance"),
    SubSector.CYBERSECURITY_IDENTITY: Label("Identity and access", "Identité et accès"),
    SubSector.CYBERSECURITY_NETWORKS: Label("Network and device security", "Sécurité des réseaux et objets"),
    SubSector.CYBERSECURITY_PRIVACY: Label("Privacy and encryption", "Vie privée et chiffrement"),
    SubSector.CYBERSECURITY_DETECTION: Label("Threat detection", "Détection des menaces"),
    SubSector.FINTECH_INSURTECH_PAYMENTS: Label("Payments", "Paiements"),
    SubSector.FINTECH_INSURTECH_LENDING: Label("Lending", "Crédit"),
    SubSector.FINTECH_INSURTECH_INSURANCE: Label("Insurance", "Assurance"),
    SubSector.FINTECH_INSURTECH_COMPLIANCE: Label("Compliance", "Conformité"),
    SubSector.FINTECH_INSURTECH_TREASURY: Label("Business finance", "Finance d’entreprise"),
    SubSector.LEGALTECH_CONTRACTS: Label("Contracts", "Contrats"),
    SubSector.LEGALTECH_COMPLIANCE: Label("Regulatory watch", "Veille réglementaire"),
    SubSector.LEGALTECH_ACCESS: Label("Access to law", "Accès au droit"),
    SubSector.EDTECH_SCHOOLS: Label("Schools and universities", "Écoles et universités"),
    SubSector.EDTECH_VOCATIONAL: Label("Vocational training", "Formation professionnelle"),
    SubSector.EDTECH_CONTENT: Label("Learning content", "Contenus pédagogiques"),
    SubSector.EDTECH_LANGUAGES: Label("Language learning", "Apprentissage des langues"),
    SubSector.HR_RECRUITING: Label("Recruiting", "Recrutement"),
    SubSector.HR_SKILLS: Label("Skills and careers", "Compétences et carrières"),
    SubSector.HR_WORKPLACE: Label("Workplace", "Environnement de travail"),
    SubSector.HR_PAYROLL: Label("Payroll and administration", "Paie et administration"),
    SubSector.FOODTECH_AGRI_FARMING: Label("Farming technology", "Agriculture numérique"),
    SubSector.FOODTECH_AGRI_URBAN_FARMING: Label("Urban farming", "Agriculture urbaine"),
    SubSector.FOODTECH_AGRI_INGREDIENTS: Label("New ingredients", "Nouveaux ingrédients"),
    SubSector.FOODTECH_AGRI_FOOD_WASTE: Label("Food waste", "Gaspillage alimentaire"),
    SubSector.FOODTECH_AGRI_DELIVERY: Label("Food services", "Restauration et livraison"),
    SubSector.RETAIL_ECOMMERCE: Label("Online trade", "Commerce en ligne"),
    SubSector.RETAIL_STORES: Label("Stores", "Points de vente"),
    SubSector.RETAIL_SUPPLY: Label("Supply chain", "Chaîne d’approvisionnement"),
    SubSector.RETAIL_SECOND_HAND: Label("Second hand", "Seconde main"),
    SubSector.MEDIA_CULTURE_GAMING_GAMES: Label("Games", "Jeux vidéo"),
    SubSector.MEDIA_CULTURE_GAMING_AUDIO_VIDEO: Label("Audio and video", "Audio et vidéo"),
    SubSector.MEDIA_CULTURE_GAMING_HERITAGE: Label("Museums and heritage", "Musées et patrimoine"),
    SubSector.MEDIA_CULTURE_GAMING_CREATION: Label("Creation tools", "Outils de création"),
    SubSector.MEDIA_CULTURE_GAMING_NEWS: Label("News", "Presse et information"),
    SubSector.INDUSTRY_ROBOTICS_ROBOTS: Label("Robots", "Robots"),
    SubSector.INDUSTRY_ROBOTICS_MAINTENANCE: Label("Predictive maintenance", "Maintenance prédictive"),
    SubSector.INDUSTRY_ROBOTICS_FACTORY: Label("Factory software", "Logiciels industriels"),
    SubSector.INDUSTRY_ROBOTICS_SENSORS: Label("Sensors", "Capteurs"),
    SubSector.INDUSTRY_ROBOTICS_ADDITIVE: Label("Additive manufacturing", "Fabrication additive"),
    SubSector.MATERIALS_SEMICONDUCTORS_CHIPS: Label("Chips", "Puces électroniques"),
    SubSector.MATERIALS_SEMICONDUCTORS_PHOTONICS: Label("Photonics", "Photonique"),
    SubSector.MATERIALS_SEMICONDUCTORS_ADVANCED_MATERIALS: Label("Advanced materials", "Matériaux avancés"),
    SubSector.MATERIALS_SEMICONDUCTORS_BIO_BASED: Label("Bio-based materials", "Matériaux biosourcés"),
    SubSector.MATERIALS_SEMICONDUCTORS_QUANTUM: Label("Quantum technology", "Technologies quantiques"),
    SubSector.SPACE_EARTH_OBSERVATION: Label("Earth observation", "Observation de la Terre"),
    SubSector.SPACE_LAUNCH: Label("Launch and propulsion", "Lancement et propulsion"),
    SubSector.SPACE_SATELLITES: Label("Satellites", "Satellites"),
    SubSector.CONSTRUCTION_PROPTECH_BUILDINGS: Label("Building operation", "Exploitation des bâtiments"),
    SubSector.CONSTRUCTION_PROPTECH_RENOVATION: Label("Renovation", "Rénovation"),
    SubSector.CONSTRUCTION_PROPTECH_SITE: Label("Building sites", "Chantiers"),
    SubSector.CONSTRUCTION_PROPTECH_HOUSING: Label("Housing", "Logement"),
    SubSector.GOVTECH_PARTICIPATION: Label("Citizen participation", "Participation citoyenne"),
    SubSector.GOVTECH_OPERATIONS: Label("City operations", "Gestion urbaine"),
    SubSector.GOVTECH_PROCUREMENT: Label("Public procurement", "Commande publique"),
    SubSector.GOVTECH_DIGITAL_ACCESS: Label("Access to rights", "Accès aux droits"),
    SubSector.TELECOM_IOT: Label("Connected objects", "Objets connectés"),
    SubSector.TELECOM_WIRELESS: Label("Wireless networks", "Réseaux sans fil"),
    SubSector.TELECOM_FIBRE: Label("Fixed networks", "Réseaux fixes"),
    SubSector.TELECOM_EDGE: Label("Edge computing", "Informatique en périphérie"),
    SubSector.TRAVEL_HOSPITALITY: Label("Hospitality", "Hôtellerie"),
    SubSector.TRAVEL_BOOKING: Label("Booking", "Réservation"),
    SubSector.TRAVEL_VISITS: Label("Visits and guides", "Visites et guides"),
}


def parent_of(code: Sector | SubSector) -> Sector:
    """Return the sector above a sub-sector, and a sector itself."""
    return code.parent if isinstance(code, SubSector) else code


def sub_sectors_of(sector: Sector) -> tuple[SubSector, ...]:
    """Return the finer fields of a sector in the order they are shown; none for ANY."""
    return tuple(code for code in SubSector if code.parent is sector)


def sector_code(value: str) -> Sector | SubSector:
    """Return the sector or sub-sector that a stored code names; raises ValueError for an unknown one."""
    return SubSector(value) if "." in value else Sector(value)
