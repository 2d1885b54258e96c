"""Hundreds of firms with marks of their own: none of the other side's is read before the introduction."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from sqlalchemy import update
from structlog.testing import capture_logs

from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.meetings import feed
from matchmaker.introductions.workflow import Action
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Kind
from tests.browser import Browser
from tests.integration.introductions import meeting
from tests.integration.introductions.conftest import Scene
from tests.personas import Personas
from tests.web.secrecy import walk
from tests.web.secrecy.crowd import SMALL, Crowd, Firm, Pair
from tests.web.secrecy.marks import CONTACT, OPENED, Mark, found_in

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]
MANY = 300
STALE = {"version": "99", "then": "approve"}
LINK = re.compile(r"http://localhost(/\S+)")
CHANGING = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|nonce="[^"]*"|content="[^"]{60,}"')


@pytest.fixture(params=[SMALL, pytest.param(MANY, marks=pytest.mark.soak)])
def crowd(app: Flask, personas: Personas, request: pytest.FixtureRequest) -> Crowd:
    return Crowd(app, personas, request.param)


def leaks(crowd: Crowd, text: str, own: Firm | None, opened: Iterable[Firm] = ()) -> set[Mark]:
    """The secrets in `text` that a member of `own` may not read, `opened` being introduced to it."""
    free = {firm.number for firm in opened}
    return {
        mark
        for mark in found_in(text)
        if mark.number < len(crowd.firms)
        and (own is None or mark.number != own.number)
        and crowd.firms[mark.number].told(mark)
        and not (mark.number in free and mark.kind in OPENED)
    }


def answers(reader: Browser, crowd: Crowd, own: Firm | None) -> Iterator[tuple[str, str]]:
    """Every page, then every form sent empty and stale, with the answers' headers."""
    yield from pages(reader, crowd, own)
    yield from refusals(reader, crowd, own)


def pages(reader: Browser, crowd: Crowd, own: Firm | None) -> Iterator[tuple[str, str]]:
    for endpoint, address in walk.addresses(crowd, own, "GET"):
        answer = reader.client.get(address)
        assert answer.status_code < 500, address
        yield f"GET {endpoint} {address} {answer.status_code}", f"{answer.headers} {answer.text}"


def refusals(reader: Browser, crowd: Crowd, own: Firm | None) -> Iterator[tuple[str, str]]:
    form = walk.form_of(reader)
    both = (form, form | STALE)
    for place, (endpoint, address) in enumerate(walk.addresses(crowd, own, "POST")):
        for fields in both if crowd.is_whole else both[place % 2 :][:1]:  # of a small crowd in turn
            answer = reader.client.post(address, data=fields)
            assert answer.status_code < 500, address
            yield f"POST {endpoint} {address} {answer.status_code}", f"{answer.headers} {answer.text}"


def test_the_marks_of_these_tests_are_found_however_they_are_written() -> None:
    text = "CONQAAAB conqaaac reach@mailqaaad.example +33677000004 33 6 77 00 00 05 977 000 006"
    assert {mark.number for mark in found_in(text)} == {1, 2, 3, 4, 5, 6}


def test_nobody_reads_a_secret_of_the_other_side_before_the_introduction(
    crowd: Crowd, browser: Open, outbox: Outbox, caplog: pytest.LogCaptureFixture, tally: Counter[str]
) -> None:
    with capture_logs() as lines:
        crowd.lead_everywhere()
        crowd.index()
        readers = [(firm, browser(firm.owner)) for firm in (crowd.startup, crowd.investor)]
        for own, reader in (*readers, (None, browser(crowd.people.outsider)), (None, browser())):
            seen = set()
            for what, answer in answers(reader, crowd, own):
                status = what.rpartition(" ")[2]
                seen.add(status)
                tally[f"answers {status}"] += 1
                assert not leaks(crowd, answer, own), what
            assert own is None or {"200", "403", "404", "409", "422"} <= seen
    tally.update({"firms": len(crowd.firms), "mails": len(outbox()), "lines of log": len(lines)})
    _mails_keep_secrets(crowd, outbox())
    for line in (*map(repr, lines), caplog.text):
        assert not [mark for mark in found_in(line) if mark.kind in CONTACT], line


def _mails_keep_secrets(crowd: Crowd, mails: Iterable[OutgoingMail]) -> None:
    owners = {firm.owner.email: firm for firm in crowd.firms}
    for mail in mails:
        letter = f"{mail.subject} {mail.text} {mail.message_id} {mail.calendar}"
        if mail.recipient in owners:
            assert not leaks(crowd, letter, owners[mail.recipient]), letter


def test_links_of_mails_show_no_secret_to_whoever_holds_them(
    crowd: Crowd, browser: Open, outbox: Outbox, tally: Counter[str]
) -> None:
    crowd.lead_everywhere()
    stranger = browser()
    for mail in outbox():
        for link in LINK.findall(f"{mail.text} {mail.unsubscribe_url}"):
            answer = stranger.client.get(link)
            tally["links"] += 1
            firm = next((one for one in crowd.firms if one.owner.email == mail.recipient), None)
            assert not leaks(crowd, f"{answer.headers} {answer.text}", firm), link


def test_a_search_for_a_secret_answers_as_one_for_a_word_that_nobody_wrote(
    crowd: Crowd, browser: Open, tally: Counter[str]
) -> None:
    crowd.index()
    for person in (crowd.startup.owner, crowd.people.outsider):
        reader = browser(person)
        nothing = _found(reader, "zzvwxqzz")
        assert "zzvwxqzz" not in nothing
        for firm in crowd.firms[2 : len(crowd.firms) // 8]:
            for canary in firm.canaries:
                assert _found(reader, canary) == nothing, canary
                tally["searches"] += 1
            if not firm.confidential:
                named = firm.canaries[0].replace("conq", "legalq")
                assert _found(reader, named) != nothing


def _found(reader: Browser, sought: str) -> str:
    page = reader.client.get("/directory", query_string={"q": sought}).text
    for written in (sought, sought.replace(" ", "+"), sought.replace("+", "%2B").replace(" ", "+")):
        page = page.replace(written, "SOUGHT")
    return CHANGING.sub("", page)


def test_the_order_of_a_list_follows_no_hidden_name(crowd: Crowd, browser: Open, app: Flask) -> None:
    hidden = [firm for firm in crowd.firms[2:] if firm.confidential]
    crowd.lead_everywhere()
    with app.app_context():  # a teaser that names the firm is kept back, and would show again
        changed = Organisation.id.in_([firm.id for firm in hidden])
        db.session.execute(update(Organisation).where(changed).values(teaser_en="We help cities."))
        db.session.commit()
    crowd.index()
    readers = [(firm, browser(firm.owner)) for firm in (crowd.startup, crowd.investor)]
    before = [_lists(reader, firm, len(crowd.firms)) for firm, reader in readers]
    with app.app_context():
        for firm, other in zip(hidden, reversed(hidden), strict=True):
            row = db.session.get_one(Organisation, firm.id)
            row.name, row.registry_id = f"Legalq{other.number:04} SAS", None
        db.session.commit()
    crowd.index()
    assert [_lists(reader, firm, len(crowd.firms)) for firm, reader in readers] == before


def _lists(reader: Browser, firm: Firm, size: int) -> list[str]:
    paths = [f"/directory?page={page}" for page in range(1, size // 10 + 2)]
    paths += ["/directory?q=cities", f"/organisations/{firm.id}/recommendations", "/introductions"]
    texts = (CHANGING.sub("", reader.get(path).text) for path in paths)
    return [" ".join(re.findall(r'href="(/(?:organisations|introductions)/\d+)"', text)) for text in texts]


def test_the_contact_of_the_pair_alone_shows_once_introduced_and_none_once_it_is_cancelled(
    crowd: Crowd, browser: Open, app: Flask, outbox: Outbox, tally: Counter[str]
) -> None:
    funds, startups = crowd.of(Kind.INVESTOR), crowd.of(Kind.STARTUP)
    for number in (-1, -2, -3):
        crowd.lead(crowd.startup, funds[number], "introduced")
        crowd.lead(startups[number], crowd.investor, "introduced")
    for pair in crowd.pairs[:2]:
        _let_meet(crowd, pair)
    crowd.index()
    readers = {firm: browser(firm.owner) for firm in (crowd.startup, crowd.investor)}
    with app.app_context():
        tokens = {firm: feed.issue(crowd.people.user(firm.owner)) for firm in readers}
    for firm, reader in readers.items():
        _contacts_show(crowd, reader, firm)
        for what, answer in pages(reader, crowd, firm):
            assert not leaks(crowd, answer, firm, _across(crowd, firm)), what
            tally["answers while introduced"] += 1
    last = max(mail.id for mail in outbox())
    with app.app_context():
        for pair in crowd.pairs:
            scene = Scene(crowd.people, pair.requester.id, pair.counterpart.id)
            scene.take(crowd.people.paris_staff, pair.id, Action.CANCEL)
    for firm, reader in readers.items():
        calendar = reader.client.get(f"/calendars/{tokens[firm]}.ics")
        assert calendar.status_code == 200
        assert not leaks(crowd, calendar.text, firm)
        for what, answer in answers(reader, crowd, firm):
            assert not leaks(crowd, answer, firm), what
            tally["answers once cancelled"] += 1
    _mails_keep_secrets(crowd, [mail for mail in outbox() if mail.id > last])


def _let_meet(crowd: Crowd, pair: Pair) -> None:
    scene = Scene(crowd.people, pair.requester.id, pair.counterpart.id)
    with crowd.app.app_context():
        slots = meeting.offered(scene, pair.id)
        meeting_id = meeting.propose(scene, pair.id, pair.requester.owner, slots)
        meeting.accept(scene, meeting_id, slots[0], pair.counterpart.owner)


def _across(crowd: Crowd, firm: Firm) -> list[Firm]:
    sides = [(pair.requester, pair.counterpart) for pair in crowd.pairs]
    return [one if other == firm else other for one, other in sides if firm in (one, other)]


def _contacts_show(crowd: Crowd, reader: Browser, firm: Firm) -> None:
    for pair in _of(crowd.pairs, firm):
        page = reader.get(f"/introductions/{pair.id}").text
        shown = {mark for mark in found_in(page) if mark.kind in ("conq", "nameq", "mailq", "phone")}
        sides = {pair.requester.number, pair.counterpart.number}
        assert shown == {Mark(kind, side) for side in sides for kind in ("conq", "nameq", "mailq", "phone")}


def _of(pairs: list[Pair], firm: Firm) -> list[Pair]:
    return [pair for pair in pairs if firm in (pair.requester, pair.counterpart)]
