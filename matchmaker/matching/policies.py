"""From whose point of view a reader may look at recommendations, and where a mark leads back to."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import url_for

from matchmaker.accounts.models import User
from matchmaker.core import urls
from matchmaker.core.errors import NotFound
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation


def viewpoint(user: User, organisation_id: int) -> Organisation:
    """Return the organisation whose recommendations `user` may see: one's own, or any that staff may see."""
    organisation = policies.get_visible(user, organisation_id)
    if not user.is_staff and policies.membership(user, organisation) is None:
        raise NotFound
    return organisation


def acts_for(user: User, organisation: Organisation) -> bool:
    """Return whether `user` may save, dismiss and request in the name of the organisation."""
    return policies.membership(user, organisation) is not None


def page_after_mark(target: str | None, organisation_id: int, other_id: int, step: str) -> str:
    """Return the page to go back to; after a dismissal it offers to undo it."""
    default = url_for("matching.recommendations", organisation_id=organisation_id)
    parts = urlsplit(urls.safe_target(target, default))
    if step != "dismiss":
        return urlunsplit(parts)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("dismissed=")]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode({"dismissed": other_id})])))
