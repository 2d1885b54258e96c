"""The admin's pages that every service has."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.admin import service
from matchmaker.admin.forms import SettingsForm
from matchmaker.core import settings as stored
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import db

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
