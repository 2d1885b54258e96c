"""Pages of recommendations, what became of them, and the directory."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import locale, urls
from matchmaker.core.errors import Invalid
from matchmaker.core.paging import asked_number, slice_page
from matchmaker.core.permissions import Permission, may, requires
from matchmaker.matching import (
    impressions,
    marked,
    marks,
    objections,
    pairs,
    policies,
    service,
    steering,
    wished,
)
from matchmaker.matching.directory import browse
from matchmaker.matching.forms import directory_query_from, filters_from
from matchmaker.matching.models import Mark
from matchmaker.matching.pair_page import pair_page
from matchmaker.matching.ports import pair_states
from matchmaker.matching.served import NotReady
from matchmaker.profiles import policies as profiles
from matchmaker.taxonomy import DismissReason, Kind

blueprint = Blueprint("matching", __name__)
PER_PAGE = 10


@blueprint.errorhandler(NotReady)
def not_ready(error: NotReady) -> ResponseReturnValue:
    """Say that the first index is being built."""
    return render_template("matching/not_ready.html"), 503, {"Retry-After": "60"}


@blueprint.get("/recommendations")
@requires(Permission.MATCH_READ)
def index() -> ResponseReturnValue:
    """Lead to the recommendations of the reader's organisation, or let the reader choose one of several."""
    own = profiles.organisations_of(current_user)
    if len(own) == 1:
        return redirect(url_for("matching.recommendations", organisation_id=own[0].id))
    return render_template("matching/index.html", organisations=own)


@blueprint.get("/organisations/<int:organisation_id>/recommendations")
@requires(Permission.MATCH_READ)
def recommendations(organisation_id: int) -> ResponseReturnValue:
    """Show whom the organisation should meet, one kind of counterpart a tab."""
    organisation = policies.viewpoint(current_user, organisation_id)
    kinds = service.kinds_for(organisation)
    asked = urls.code_or_none(Kind, request.args.get("kind"))
    kind = asked if asked in kinds else kinds[0]
    filters = filters_from(request.args)
    listed = service.ordered(organisation, kind, current_user, filters)
    page = slice_page(listed.found, asked_number(), PER_PAGE)
    own = policies.acts_for(current_user, organisation)
    shown = render_template(
        "matching/recommendations.html",
        organisation=organisation,
        kind=kind,
        kinds=kinds,
        page=page,
        items=service.explained(organisation, page.items, current_user),
        filters=filters,
        marked=marked.marks_of(organisation),
        states=pair_states().open_states(organisation),
        rests=pair_states().rests(organisation),
        own=own,
        dismissed=request.args.get("dismissed", type=urls.row_id),
        listed=listed,
        wishes={one.other_id: one for one in wished.wished_faces(organisation, current_user)},
        objects=objections.objects(organisation),
        steered=steering.all_of(organisation) if may(current_user, Permission.MATCH_STEER) else (),
    )
    ids = [one.id for one in page.items] if own else []
    return impressions.noted(make_response(shown), organisation, f"{kind}-{page.number}", ids)


@blueprint.get("/organisations/<int:organisation_id>/recommendations/<int:other_id>")
@requires(Permission.MATCH_READ)
def pair(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Say how one other organisation ranks, or why it is not recommended."""
    organisation = policies.viewpoint(current_user, organisation_id)
    return pair_page(organisation, profiles.get_visible(current_user, other_id))


@blueprint.get("/organisations/<int:organisation_id>/recommendations/<int:other_id>/card.txt")
@requires(Permission.MATCH_EXPORT)
def card(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Send the card of a pair as plain text, in the language of `lang` or the reader's."""
    organisation = policies.viewpoint(current_user, organisation_id)
    other = profiles.get_visible(current_user, other_id)
    asked = request.args.get("lang")
    text = pairs.card_as_text(
        organisation, other, current_user, asked if asked in locale.LOCALES else locale.language()
    )
    name = f"card-{organisation_id}-{other_id}.txt"
    return Response(
        text, mimetype="text/plain", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@blueprint.get("/organisations/<int:organisation_id>/shortlist")
@requires(Permission.MATCH_READ)
def shortlist(organisation_id: int) -> ResponseReturnValue:
    """Show what the organisation saved and dismissed."""
    organisation = policies.viewpoint(current_user, organisation_id)
    return render_template(
        "matching/shortlist.html",
        organisation=organisation,
        marked=service.marked_faces(organisation, current_user),
        states=pair_states().open_states(organisation),
        rests=pair_states().rests(organisation),
        own=policies.acts_for(current_user, organisation),
    )


@blueprint.post("/organisations/<int:organisation_id>/recommendations/<int:other_id>/<step>")
@requires(Permission.MATCH_MARK)
def mark(organisation_id: int, other_id: int, step: str) -> ResponseReturnValue:
    """Save, dismiss or restore a recommendation, then show the page it came from."""
    organisation = profiles.own(current_user, organisation_id)
    if step == "save":
        marks.save(current_user, organisation, other_id)
    elif step == "dismiss":
        reason = urls.code_or_none(DismissReason, request.form.get("reason"))
        marks.dismiss(current_user, organisation, other_id, reason)
    elif step == "restore":
        undone = marks.restore(current_user, organisation, other_id)
        if undone is Mark.DISMISSED:
            flash(_("It can be recommended again."), "success")
    else:
        raise Invalid
    return redirect(_page_after_mark(request.form.get("next"), organisation_id, other_id, step))


def _page_after_mark(target: str | None, organisation_id: int, other_id: int, step: str) -> str:
    """Return the page to go back to; after a dismissal it offers to undo it."""
    default = url_for("matching.recommendations", organisation_id=organisation_id)
    parts = urlsplit(urls.safe_target(target, default))
    if step != "dismiss":
        return urlunsplit(parts)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("dismissed=")]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode({"dismissed": other_id})])))


@blueprint.get("/directory")
@requires(Permission.PROFILE_READ)
def directory() -> ResponseReturnValue:
    """Show every profile the reader may see, narrowed and searched."""
    query = directory_query_from(request.args)
    page = browse(current_user, query, asked_number())
    return render_template("matching/directory.html", page=page, query=query)
