"""Sectors beside each other: a firm of the one often sells to, or is bought by, one of the other."""

from matchmaker.taxonomy.sectors import Sector

_BESIDE: dict[Sector, tuple[Sector, ...]] = {
    Sector.CLIMATE_ENERGY: (
        Sector.MOBILITY,
        Sector.WASTE_CIRCULAR,
        Sector.WATER,
        Sector.CONSTRUCTION_PROPTECH,
        Sector.MATERIALS_SEMICONDUCTORS,
        Sector.INDUSTRY_ROBOTICS,
    ),
    Sector.MOBILITY: (Sector.TRAVEL, Sector.INDUSTRY_ROBOTICS),
    Sector.WASTE_CIRCULAR: (
        Sector.WATER,
        Sector.FOODTECH_AGRI,
        Sector.CONSTRUCTION_PROPTECH,
        Sector.MATERIALS_SEMICONDUCTORS,
        Sector.RETAIL,
    ),
    Sector.WATER: (Sector.FOODTECH_AGRI,),
    Sector.HEALTH_MEDTECH: (Sector.BIOTECH,),
    Sector.BIOTECH: (Sector.FOODTECH_AGRI, Sector.MATERIALS_SEMICONDUCTORS),
    Sector.AI_DATA: (Sector.CYBERSECURITY, Sector.INDUSTRY_ROBOTICS),
    Sector.CYBERSECURITY: (Sector.TELECOM, Sector.FINTECH_INSURTECH),
    Sector.FINTECH_INSURTECH: (Sector.LEGALTECH, Sector.CONSTRUCTION_PROPTECH),
    Sector.LEGALTECH: (Sector.GOVTECH,),
    Sector.EDTECH: (Sector.HR, Sector.MEDIA_CULTURE_GAMING),
    Sector.FOODTECH_AGRI: (Sector.RETAIL,),
    Sector.MEDIA_CULTURE_GAMING: (Sector.TRAVEL,),
    Sector.INDUSTRY_ROBOTICS: (Sector.MATERIALS_SEMICONDUCTORS, Sector.SPACE),
    Sector.SPACE: (Sector.TELECOM,),
    Sector.TELECOM: (Sector.MATERIALS_SEMICONDUCTORS,),
    Sector.GOVTECH: (Sector.MOBILITY,),
}

NEIGHBOURS: frozenset[frozenset[Sector]] = frozenset(
    frozenset({sector, other}) for sector, others in _BESIDE.items() for other in others
)
"""Unordered pairs of neighbouring sectors."""
