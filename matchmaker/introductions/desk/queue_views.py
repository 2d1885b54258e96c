"""The pages that list what is under way: the queue, the board, and nudging what stands still."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from matchmaker.core.paging import asked_number
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import code_or_none, row_id, safe_target
from matchmaker.introductions import queue, wording
from matchmaker.introductions.desk import nudging, stalled
from matchmaker.introductions.queue import Filters, Order, Owner
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import Hub, NeedCode

ALL_OPEN = "open"


def add_to(blueprint: Blueprint) -> None:
    """Register the pages on the blueprint of the desk."""
    blueprint.add_url_rule("", "queue", show_queue)
    blueprint.add_url_rule("/board", "board", show_board)
    blueprint.add_url_rule("/nudge", "nudge", nudge, methods=["POST"])


@requires(Permission.INTRODUCTION_DECIDE)
def show_queue() -> ResponseReturnValue:
    """List what is to decide, of the reader's hub unless another is chosen, nearest deadline first."""
    filters = _filters()
    page = queue.page(current_user, filters, asked_number())
    return render_template(
        "desk/queue.html", page=page, items=queue.items(current_user, page.items), **_choices(filters)
    )


@requires(Permission.INTRODUCTION_DECIDE)
def show_board() -> ResponseReturnValue:
    """Show every state as a column with its count and what is due first in it."""
    filters = _filters()
    return render_template("desk/board.html", columns=queue.board(current_user, filters), **_choices(filters))


@requires(Permission.INTRODUCTION_DECIDE)
def nudge() -> ResponseReturnValue:
    """Remind whoever owes the next step of the chosen ones."""
    ids = set(request.form.getlist("introduction", type=row_id))
    count = nudging.nudge(current_user, ids)
    passed = len(ids) - count
    if count:
        flash(
            ngettext("Reminded on %(num)d introduction.", "Reminded on %(num)d introductions.", count),
            "success",
        )
    if passed or not ids:
        flash(_nothing_done(passed), "info")
    return redirect(safe_target(request.form.get("next"), url_for("desk.queue")))


def _nothing_done(passed: int) -> str:
    if not passed:
        return str(_("Choose at least one introduction."))
    return str(
        ngettext(
            "Nobody was reminded on %(num)d: it moved on, or there was a reminder within three days.",
            "Nobody was reminded on %(num)d: they moved on, or there was a reminder within three days.",
            passed,
        )
    )


def _filters() -> Filters:
    asked = request.args
    status = code_or_none(Status, asked.get("status"))
    if status not in queue.STATES and asked.get("status") != ALL_OPEN:
        status = Status.SUBMITTED
    return Filters(
        status=status,
        hub=code_or_none(Hub, asked.get("hub", current_user.staff_hub)),
        need=code_or_none(NeedCode, asked.get("need")),
        owner=code_or_none(Owner, asked.get("owner")) or Owner.ALL,
        order=code_or_none(Order, asked.get("order")) or Order.DEADLINE,
        stalled="stalled" in asked,
    )


def _choices(filters: Filters) -> dict[str, object]:
    """Return what the form of filters and the links beside it are made of."""
    kept = {
        "hub": filters.hub or "all",
        "need": filters.need,
        "owner": None if filters.owner is Owner.ALL else filters.owner,
        "order": None if filters.order is Order.DEADLINE else filters.order,
        "stalled": "1" if filters.stalled else None,
    }
    return {
        "filters": filters,
        "kept": kept,
        "hubs": list(Hub),
        "needs": list(NeedCode),
        "states": queue.STATES,
        "owed": stalled.OWED,
        "wording": wording,
    }
