"""The page of one pair, which its own view shows, and the form of staff on it where it was refused."""

from flask import render_template
from flask_login import current_user

from matchmaker.core.errors import Invalid
from matchmaker.core.permissions import Permission, may
from matchmaker.matching import pairs, policies, steering, wished, wishes
from matchmaker.matching.ports import pair_states
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face


def pair_page(
    organisation: Organisation, other: Organisation, *, reason: str = "", fault: Invalid | None = None
) -> str:
    """Return how `other` ranks for `organisation` or why it does not, with what staff typed and its fault."""
    steers = may(current_user, Permission.MATCH_STEER)
    own = policies.acts_for(current_user, organisation)
    return render_template(
        "matching/pair.html",
        organisation=organisation,
        other=face(other, OUTSIDER),
        standing=pairs.standing(organisation, other, current_user),
        own=own,
        wish=wished.wish_about(organisation, other.id) if own else None,
        wishes_count=wishes.may_wish(organisation, other),
        states=pair_states().open_states(organisation),
        rests=pair_states().rests(organisation),
        steers=steers,
        steered=steering.steered(organisation, other.id) if steers else None,
        reason=reason,
        fault=fault,
    )
