"""The introductions of the demonstration, each step taken by whom the workflow lets take it."""

from collections.abc import Callable
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.files import Step, Story
from matchmaker.demo.world import World
from matchmaker.introductions import service
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.matching import build
from matchmaker.taxonomy import DeclineCode, NeedCode, RejectCode

_STEPS: dict[str, Callable[..., Introduction]] = {
    "approve": service.approve,
    "request_changes": service.request_changes,
    "reject": service.reject,
    "resubmit": service.resubmit,
    "accept": service.accept,
    "decline": service.decline,
    "withdraw": service.withdraw,
    "cancel": service.cancel,
}
_BY_STAFF = frozenset({"approve", "request_changes", "reject", "cancel"})
_BY_COUNTERPART = frozenset({"accept", "decline"})


def introduce(world: World, calendar: Calendar, stories: list[Story]) -> None:
    """Note each request and the steps that followed; the profiles are ranked before the first of them."""
    calendar.ago(max(story.asked for story in stories) + 0.1, build.build)
    for story in stories:
        calendar.ago(story.asked, _ask, world, story)
        for step in story.steps:
            calendar.ago(step.ago, _take, world, story, step)


def _ask(world: World, story: Story) -> None:
    requester, counterpart = world.organisation(story.requester), world.organisation(story.counterpart)
    fit = snapshot_of(requester, counterpart)
    introduction = service.request(
        world.owner(story.requester), requester, counterpart, NeedCode(story.need), story.message, **fit
    )
    world.introductions[story.requester, story.counterpart] = introduction.id


def _take(world: World, story: Story, step: Step) -> None:
    introduction = world.introduction(story.requester, story.counterpart)
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
    codes = {"reject": RejectCode, "decline": DeclineCode}
    if step.take in codes:
        given["code"] = codes[step.take](given["code"])
    return given
