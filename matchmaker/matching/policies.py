"""From whose point of view a reader may look at recommendations."""

from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation


def viewpoint(user: User, organisation_id: int) -> Organisation:
    """Return the organisation whose recommendations `user` may see: one's own, or any that staff may see."""
    organisation = policies.get_visible(user, organisation_id)
    if not user.is_staff and not acts_for(user, organisation):
        raise NotFound
    return organisation


def acts_for(user: User, organisation: Organisation) -> bool:
    """Return whether `user` may save, dismiss and request in the name of the organisation."""
    return policies.membership(user, organisation) is not None
