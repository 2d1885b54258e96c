"""Trying a step from a form: what is refused comes back on its page with everything that was typed."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.introductions import trying, wording
from matchmaker.introductions.forms import StepForm
from matchmaker.introductions.models import Introduction


@dataclass(frozen=True)
class Attempt:
    """A form that was sent for a step and did not pass, with the refusal where there is one."""

    action: str
    form: StepForm
    notice: object | None = None


Page = Callable[[Introduction, Attempt], str]


def try_step(
    action: str,
    form: StepForm,
    load: Callable[[], Introduction],
    step: Callable[[Introduction], object],
    page: Page,
) -> ResponseReturnValue | None:
    """Take the step and return None, or return the page with what was typed and 422, 409 or 429."""
    introduction = load()
    return trying.attempt(
        form, lambda: step(introduction), page=lambda refusal: page(load(), Attempt(action, form, refusal))
    )


def take(
    action: str,
    form: StepForm,
    load: Callable[[], Introduction],
    step: Callable[[Introduction], object],
    *,
    page: Page,
    then: str,
) -> ResponseReturnValue:
    """Take the step and lead to the address `then` with a word of what was done, or answer as `try_step`."""
    refused = try_step(action, form, load, step, page)
    if refused is not None:
        return refused
    flash(str(wording.TOLD.get(action) or _("Done: %(what)s.", what=wording.DONE[action])), "success")
    return redirect(then)
