"""`flask --app wsgi introductions ...`: the picture of the states, the timer and its delays, the quota."""

from typing import Any

import click
from flask.cli import AppGroup

from matchmaker.core import audit, settings
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import diagram, sweeps, timers, tuning

introductions = AppGroup("introductions", help="Introductions between organisations.")


@introductions.command("diagram")
def draw() -> None:
    """Print the picture and table of the states, as they stand in docs/introductions.md."""
    click.echo(diagram.section())


@introductions.command("let-time-pass")
def let_time_pass() -> None:
    """Take every step and send every reminder that is due now, as the worker does every five minutes."""
    sweeps.run()


@introductions.command("delay")
@click.argument("name", type=click.Choice(sorted(timers.delays())))
@click.argument("length", type=click.IntRange(1, tuning.LONGEST))
def set_delay(name: str, length: int) -> None:
    """Set how long the timer waits: days or working days, as the default of NAME is counted."""
    lengths = {**tuning.lengths(settings.get(db.session(), "introduction_delays")), name: length}
    for earlier, later in tuning.out_of_order(lengths):
        raise click.UsageError(f"{later} must be longer than {earlier}, which is {lengths[earlier]}")
    _put("introduction_delays", tuning.differing(lengths))
    click.echo(f"{name}: {length} {timers.delays()[name].unit.replace('_', ' ')}")


@introductions.command("open-requests")
@click.argument("number", type=click.IntRange(1, tuning.MOST_REQUESTS))
def set_open_requests(number: int) -> None:
    """Set how many requests an organisation may have open at once."""
    _put("open_requests_per_organisation", number)
    click.echo(f"Each organisation may have {number} requests open at once.")


def _put(name: str, value: Any) -> None:
    before = settings.get(db.session(), name)
    row = settings.put(db.session(), name, value)
    audit.record(db.session(), None, AuditTag.SETTING_CHANGED, row, setting=name, before=before, after=value)
    db.session.commit()
