"""The tables of profiles."""

from matchmaker.profiles.models.blocks import Block
from matchmaker.profiles.models.details import InvestorDetails, ProgrammeDetails, StartupDetails
from matchmaker.profiles.models.imports import ImportFile, ImportRecord, ImportState
from matchmaker.profiles.models.members import Claim, ClaimPurpose, MemberInvitation, Membership
from matchmaker.profiles.models.organisation import (
    NeedOffer,
    Organisation,
    OrganisationContact,
    ProfileStatus,
    Side,
)
from matchmaker.profiles.models.review import ProfileReview, Removal, ReviewKind, ReviewState

__all__ = [
    "Block",
    "Claim",
    "ClaimPurpose",
    "ImportFile",
    "ImportRecord",
    "ImportState",
    "InvestorDetails",
    "MemberInvitation",
    "Membership",
    "NeedOffer",
    "Organisation",
    "OrganisationContact",
    "ProfileReview",
    "ProfileStatus",
    "ProgrammeDetails",
    "Removal",
    "ReviewKind",
    "ReviewState",
    "Side",
    "StartupDetails",
]
