"""The introductions of the demonstration, each step taken by whom the workflow lets take it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.files import Step, Story
from matchmaker.demo.world import World
from matchmaker.extensions import db
from matchmaker.introductions import drafts, notices, proposing, service, steps, timed
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.introductions.workflow import Action
from matchmaker.matching import build
from matchmaker.taxonomy import DeclineCode, NeedCode, RejectCode

_STEPS: dict[str, Callable[..., Introduction]] = {
    "approve": service.approve,
    "request_changes": service.request_changes,
    "reject": service.reject,
    "resubmit": service.resubmit,
    "accept": service.accept,
    "decline": service.decline,
    "defer": service.defer,
    "withdraw": service.withdraw,
    "complete": service.complete,
    "cancel": service.cancel,
}
_BY_STAFF = frozenset({"approve", "request_changes", "reject", "cancel"})
_BY_COUNTERPART = frozenset({"accept", "decline", "defer"})
_BY_TIMER = frozenset({"lapse", "expire", "no_follow_up"})


def introduce(world: World, calendar: Calendar, stories: list[Story]) -> None:
    """Note each request and the steps that followed; the profiles are ranked before the first of them."""
    calendar.ago(max(story.asked for story in stories) + 0.1, build.build)
    for story in stories:
        calendar.ago(story.asked, _ask, world, story)
        for step in story.steps:
            calendar.ago(step.ago, _take, world, story, step)


def _ask(world: World, story: Story) -> None:
    requester, counterpart = world.organisation(story.requester), world.organisation(story.counterpart)
    content = Content(NeedCode(story.need), story.message)
    fit, owner = snapshot_of(requester, counterpart), world.owner(story.requester)
    if story.entry == "proposal":
        officer = world.officer(requester.hub)
        introduction = proposing.propose(officer, requester, counterpart, content, **fit)
    elif story.entry == "draft":
        introduction = drafts.keep(owner, requester, counterpart, content)
    else:
        introduction = service.request(owner, requester, counterpart, content.need, content.message, **fit)
    world.introductions[story.requester, story.counterpart] = introduction.id


def _take(world: World, story: Story, step: Step) -> None:
    introduction = world.introduction(story.requester, story.counterpart)
    if step.take in _BY_TIMER:
        timed.take(steps.locked(introduction.id), Action(step.take))
        db.session.commit()
        notices.send_all()
        return
    given = _given(story, step)
    _STEPS[step.take](_actor(world, story, introduction, step), introduction, introduction.version, **given)


def _actor(world: World, story: Story, introduction: Introduction, step: Step) -> User:
    if step.take in _BY_STAFF:
        return world.officer(introduction.hub)
    return world.owner(story.counterpart if step.take in _BY_COUNTERPART else story.requester)


def _given(story: Story, step: Step) -> dict[str, Any]:
    given = {name: value.strip() if isinstance(value, str) else value for name, value in step.given.items()}
    if step.take == "resubmit":
        return {"content": Content(NeedCode(story.need), given["message"])}
    if step.take == "defer":
        return {"until": clock.today() + timedelta(days=step.given["in_days"])}
    codes = {"reject": RejectCode, "decline": DeclineCode}
    if step.take in codes:
        given["code"] = codes[step.take](given["code"])
    return given
