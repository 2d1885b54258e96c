"""The admin's pages that every service has."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.admin import service, timing_form
from matchmaker.admin.forms import ImprintForm, RateForm, SettingsForm
from matchmaker.admin.timing_form import TIMING, TimingForm
from matchmaker.core import imprint as imprints
from matchmaker.core import settings as stored
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import db
from matchmaker.matching import moments

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.SETTING_EDIT)
def settings() -> ResponseReturnValue:
    """Show the settings and store what the admin chose."""
    names = [name for name in stored.DEFAULTS if hasattr(SettingsForm, name)]
    form = SettingsForm(data={name: stored.get(db.session(), name) for name in names})
    if not form.validate_on_submit():
        return render_template("admin/settings.html", form=form), 422 if form.is_submitted() else 200
    changed = service.change_settings(current_user, {name: form[name].data for name in names})
    flash(_("Your settings are saved.") if changed else _("Nothing was changed."), "success")
    return redirect(url_for("admin.settings"))


@blueprint.route("/timing", methods=["GET", "POST"])
@requires(Permission.SETTING_EDIT)
def timing() -> ResponseReturnValue:
    """Show delays, quotas and meeting hours, and store what the admin chose."""
    form = TimingForm(data=timing_form.stored({name: stored.get(db.session(), name) for name in TIMING}))
    if not form.validate_on_submit():
        return render_template("admin/timing.html", form=form), 422 if form.is_submitted() else 200
    changed = service.change_settings(current_user, form.settings)
    flash(_("Your settings are saved.") if changed else _("Nothing was changed."), "success")
    return redirect(url_for("admin.timing"))


@blueprint.route("/imprint", methods=["GET", "POST"])
@requires(Permission.SETTING_EDIT)
def imprint() -> ResponseReturnValue:
    """Show who runs the service, and store what the admin states of it."""
    form = ImprintForm(obj=imprints.read())
    if not form.validate_on_submit():
        return render_template("admin/imprint.html", form=form), 422 if form.is_submitted() else 200
    stated = {name: form[name].data for name in imprints.NAMES if form[name].data}
    changed = service.change_settings(current_user, {imprints.SETTING: stated})
    flash(_("Your settings are saved.") if changed else _("Nothing was changed."), "success")
    return redirect(url_for("admin.imprint"))


@blueprint.route("/rates", methods=["GET", "POST"])
@requires(Permission.SETTING_EDIT)
def rates() -> ResponseReturnValue:
    """Show the exchange rates, newest first, and take a new one."""
    form = RateForm()
    if not form.validate_on_submit():
        listed = sorted(moments.rates(), key=lambda rate: rate.since, reverse=True)
        status = 422 if form.is_submitted() else 200
        return render_template("admin/rates.html", form=form, rates=listed), status
    value, since = form.value.data, form.since.data
    assert value is not None  # as the form has checked
    assert since is not None
    moments.add_rate(current_user, value, since)
    flash(_("The rate is saved. Rankings use it from its day on."), "success")
    return redirect(url_for("admin.rates"))
