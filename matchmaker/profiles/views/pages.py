"""My organisations, a new one, and the page of an organisation."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import limiter
from matchmaker.profiles import contact, members, policies, service, staleness, values
from matchmaker.profiles.completeness import measure
from matchmaker.profiles.contact import Grounds
from matchmaker.profiles.forms import NewForm
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.ports import Rest, introduced_pairs
from matchmaker.profiles.saving import InvalidFields
from matchmaker.profiles.teaser import face
from matchmaker.profiles.versioned import say
from matchmaker.profiles.views import blueprint


@blueprint.get("")
@requires(Permission.PROFILE_EDIT)
def index() -> ResponseReturnValue:
    """List the reader's own organisations, and invitations to others."""
    organisations = policies.organisations_of(current_user)
    return render_template(
        "profiles/index.html",
        organisations=organisations,
        places=members.places_of(current_user),
        measured={row.id: measure(row.kind, values.read(row)) for row in organisations},
        invitations=members.invitations_for(current_user),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
@limiter.limit("30/hour", methods=["POST"])
def new() -> ResponseReturnValue:
    """Begin a profile with its name, kind and region."""
    form = NewForm()
    if form.validate_on_submit():
        try:
            made = service.create(current_user, form.kind.data, form.hub.data, form.name.data or "")
        except InvalidFields as refused:
            say(form, refused.faults)
        else:
            return redirect(url_for("profiles.edit", organisation_id=made.id, step="identity"))
    return render_template("profiles/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int:organisation_id>")
@requires(Permission.PROFILE_READ)
def show(organisation_id: int) -> ResponseReturnValue:
    """Show what the reader may see of an organisation."""
    organisation = policies.get_visible(current_user, organisation_id)
    return _page(organisation)


@blueprint.post("/<int:organisation_id>/contact")
@requires(Permission.PROFILE_REVIEW)
@limiter.limit("60/hour")
def reveal_contact(organisation_id: int) -> ResponseReturnValue:
    """Show the contact to staff on duty, which the audit record notes."""
    organisation = policies.get_visible(current_user, organisation_id)
    card = contact.reveal(current_user, organisation, Grounds.STAFF_DUTY)
    return _page(policies.load(organisation.id), card)


def _page(organisation: Organisation, card: contact.ContactCard | None = None) -> str:
    viewer = policies.viewer_of(current_user)
    place = policies.membership(current_user, organisation)
    own, pairs = [] if place else _own_published(organisation), introduced_pairs()
    return render_template(
        "profiles/show.html",
        face=face(organisation, viewer),
        status=organisation.status,
        place=place,
        may_edit=policies.may_edit(place),
        viewpoints=own,
        requesters=[_requester(row, organisation) for row in own if pairs.may_ask(row, organisation)],
        card=card,
        stale=organisation if place else None,
        hides_on=staleness.hides_on(organisation) if place else None,
    )


@dataclass(frozen=True)
class Requester:
    """An organisation of the reader's that could ask to meet this one, and what it knows to stand between."""

    id: int
    name: str
    introduction_id: int | None
    rest: Rest | None


def _requester(own: Organisation, counterpart: Organisation) -> Requester:
    pairs = introduced_pairs()
    open_id, rest = pairs.under_way(own).get(counterpart.id), pairs.rests(own).get(counterpart.id)
    return Requester(own.id, own.name, open_id, rest)


def _own_published(counterpart: Organisation) -> list[Organisation]:
    """Return the reader's published organisations, from whose side `counterpart` may be looked at.

    Those that could ask for an introduction are among them, to an unclaimed one too: staff then invite it.
    """
    if not counterpart.is_published:
        return []
    return [row for row in policies.organisations_of(current_user) if row.is_listed]
