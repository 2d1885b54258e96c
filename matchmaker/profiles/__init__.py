"""Profiles: organisations of the three kinds, their members, review, claim, import and export."""

from importlib import import_module

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of profiles."""
    from matchmaker.profiles import commands, copied, entry_forms, facts, forgetting, labels
    from matchmaker.profiles.views import ROUTES, answers, blueprint, review_blueprint

    del copied, forgetting  # imported for what it registers
    for module in ROUTES:
        import_module(f"{__name__}.views.{module}")

    app.register_blueprint(blueprint)
    app.register_blueprint(review_blueprint)
    app.register_blueprint(answers.blueprint)
    app.jinja_env.globals.update(
        entry_rows_of=entry_forms.rows,
        fact_rows=facts.fact_rows,
        field_label=labels.field_label,
        shown_value=labels.shown,
        status_label=labels.status_label,
    )
    commands.init_app(app)
    app.jinja_env.filters["field_label"] = labels.field_label
    app.jinja_env.tests["in_sector"] = lambda code, sector: str(code).startswith(f"{sector}.")

    from matchmaker.profiles import claim_views, imports

    imports.init_app(app)
    app.register_blueprint(claim_views.blueprint)
