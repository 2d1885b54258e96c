"""One summary a day and a person, at their hour, in their language, with everything that waited."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, func, select, text

from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications import service, summaries
from matchmaker.notifications.models import NotificationSummary
from matchmaker.notifications.quiet import QuietHours
from matchmaker.profiles.models import Membership
from matchmaker.taxonomy import Delivery, NoticeType
from tests import factories
from tests.integration.notifications.conftest import MORNING, Desk, run

Mails = Callable[[], list[OutgoingMail]]
NEXT = MORNING + timedelta(hours=22)  # the summary of the next day in Paris


def _told_daily(desk: Desk, *types: NoticeType) -> None:
    desk.choose(Delivery.DAILY)
    with clock.at(MORNING):
        for type in types or (NoticeType.PROFILE_REVIEWED,):
            desk.tell(type)


def _jobs_waiting() -> int:
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send_summary'"
    return int(db.session.execute(text(waiting)).scalar_one())


def test_what_waits_comes_in_one_mail_grouped_by_type_in_the_readers_language(
    desk: Desk, outbox: Mails
) -> None:
    daily = (NoticeType.INTRODUCTION_MESSAGE, NoticeType.PROFILE_REVIEWED, NoticeType.PROFILE_REVIEWED)
    _told_daily(desk, *daily)
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    (mail,) = outbox()
    assert (mail.locale, mail.template) == ("fr", "notifications/summary")
    first, second = mail.text.index("Messages dans vos"), mail.text.index("Décisions de l’équipe")
    assert first < second
    assert mail.text.count("Capteurs Canari") == 3
    assert mail.text.count(f"/organisations/{desk.firm.id}") == 3


def test_the_subject_names_nobody(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    subject = outbox()[0].subject
    assert desk.firm.name not in subject
    assert desk.reader.name not in subject


def test_nobody_is_due_before_the_hour_and_each_person_once_from_then_on(desk: Desk) -> None:
    _told_daily(desk)
    with clock.at(NEXT - timedelta(minutes=1)):
        run(summaries.find_due)
    assert _jobs_waiting() == 0
    with clock.at(NEXT):
        run(summaries.find_due)
        run(summaries.find_due)
    assert _jobs_waiting() == 1


def test_a_repeated_run_sends_nothing_more(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    with clock.at(NEXT):
        for _ in range(3):
            summaries.send(desk.reader.id)
    assert len(outbox()) == 1


def test_what_comes_after_the_summary_of_the_day_waits_for_the_next(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    with clock.at(NEXT + timedelta(hours=2)):
        desk.tell()
        summaries.send(desk.reader.id)
    assert len(outbox()) == 1
    with clock.at(NEXT + timedelta(days=1)):
        summaries.send(desk.reader.id)
    assert len(outbox()) == 2


def test_after_a_week_of_downtime_there_is_one_summary(desk: Desk, outbox: Mails) -> None:
    desk.choose(Delivery.DAILY)
    for day in range(7):
        with clock.at(MORNING + timedelta(days=day)):
            desk.tell()
    with clock.at(MORNING + timedelta(days=7)):
        summaries.send(desk.reader.id)
        summaries.send(desk.reader.id)
    (mail,) = outbox()
    assert mail.text.count("Capteurs Canari") == 7


def test_a_summary_that_is_late_does_not_come_at_night(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    desk.choose(Delivery.DAILY, QuietHours(22, 7))
    with clock.at(NEXT + timedelta(hours=15)):  # 23 o'clock in Paris
        summaries.send(desk.reader.id)
    assert outbox() == []
    with clock.at(NEXT + timedelta(hours=23)):
        summaries.send(desk.reader.id)
    assert len(outbox()) == 1


def test_what_was_read_in_the_list_is_no_news(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    service.open_one(desk.reader, desk.notices[0].id)
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    assert outbox() == []


def test_what_the_reader_may_no_longer_see_is_left_out_and_alone_makes_no_mail(
    desk: Desk, outbox: Mails
) -> None:
    _told_daily(desk)
    db.session.execute(delete(Membership))
    db.session.commit()
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    assert outbox() == []
    assert db.session.scalar(select(func.count()).select_from(NotificationSummary)) == 0


def test_an_account_that_is_switched_off_gets_no_summary(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    desk.reader.active = False
    db.session.commit()
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    assert outbox() == []


def test_a_very_long_summary_says_how_much_more_there_is(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk, *[NoticeType.PROFILE_REVIEWED] * (summaries.MOST_LINES + 2))
    with clock.at(NEXT):
        summaries.send(desk.reader.id)
    text_of = outbox()[0].text
    assert text_of.count("Capteurs Canari") == summaries.MOST_LINES


def test_the_cost_of_a_summary_does_not_grow_with_its_lines(desk: Desk) -> None:
    from sqlalchemy import event

    def asked(count: int) -> int:
        _told_daily(desk, *[NoticeType.PROFILE_REVIEWED] * count)
        statements: list[str] = []
        listen = lambda *given: statements.append(given[2])  # noqa: E731  (one listener, removed again)
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            with clock.at(NEXT + timedelta(days=count)):
                summaries.send(desk.reader.id)
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
        return len(statements)

    assert asked(1) == asked(20)


def test_one_persons_summary_holds_nothing_of_anothers(desk: Desk, outbox: Mails) -> None:
    _told_daily(desk)
    other = factories.user()
    firm = factories.organisation(other, name="Somebody Else")
    db.session.commit()
    summaries_of = Desk(other, firm)
    _told_daily(summaries_of)
    with clock.at(NEXT + timedelta(hours=12)):
        summaries.send(desk.reader.id)
    (mail,) = outbox()
    assert "Somebody Else" not in mail.text
