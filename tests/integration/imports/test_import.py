from sqlalchemy import func, select

from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.profiles.models import Organisation, ProfileReview, ProfileStatus, Removal, ReviewState
from matchmaker.taxonomy import Hub, Kind, Stage
from tests import factories
from tests.integration.imports.conftest import Import, only, organisations

HEADER = "id,name,hub,registry_id,website,description_fr,stage\n"
ONE = HEADER + "1,Atelier Fictif,paris,732829320,https://atelier.example,Un atelier.,seed\n"


def counted(model: type[AuditEvent] | type[ProfileReview]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_imported_organisation_is_unclaimed_and_published_when_asked(import_text: Import) -> None:
    report = import_text(ONE)
    found = only()
    assert report.counts["new"] == 1
    assert found.status is ProfileStatus.PUBLISHED
    assert found.published_at is not None
    assert found.claimed_at is None
    assert (found.import_source, found.import_id) == ("canonical", "1")
    assert found.startup is not None
    assert found.startup.stage is Stage.SEED


def test_without_publish_it_waits_for_the_check_of_staff(import_text: Import) -> None:
    import_text(ONE, publish=False)
    found = only()
    review = db.session.scalars(select(ProfileReview)).one()
    assert found.status is ProfileStatus.SUBMITTED
    assert (review.organisation_id, review.state) == (found.id, ReviewState.PENDING)
    assert review.requested_by_id is None


def test_the_same_file_again_changes_nothing(import_text: Import) -> None:
    import_text(ONE)
    version, changed_at, events = only().version, only().changed_at, counted(AuditEvent)
    report = import_text(ONE)
    assert report.counts["unchanged"] == 1
    assert (only().version, only().changed_at, counted(AuditEvent)) == (version, changed_at, events)


def test_every_small_file_twice_changes_nothing(import_file: Import) -> None:
    for name, kind, hub in (
        ("yc_companies", Kind.STARTUP, Hub.SILICON_VALLEY),
        ("ilab_laureats", Kind.STARTUP, Hub.PARIS),
        ("inov_laureats", Kind.STARTUP, Hub.PARIS),
        ("vcs", Kind.INVESTOR, Hub.PARIS),
        ("vcs", Kind.PROGRAMME, Hub.SILICON_VALLEY),
    ):
        first = import_file(name, kind, hub)
        again = import_file(name, kind, hub)
        assert again.counts["unchanged"] == first.counts["new"] + first.counts["updated"] > 0
        assert again.counts["new"] == again.counts["updated"] == 0


def test_each_row_ends_in_one_count(import_file: Import) -> None:
    report = import_file("ilab_laureats", Kind.STARTUP, Hub.PARIS)
    assert report.read == sum(report.counts.values()) + len(report.rejects) == 6


def test_two_firms_of_one_name_stay_two_where_the_source_numbers_them(import_file: Import) -> None:
    import_file("yc_companies", Kind.STARTUP, Hub.SILICON_VALLEY)
    assert [found.import_id for found in organisations() if found.name == "Nova"] == ["2", "3"]


def test_a_changed_row_changes_the_profile_and_its_time(import_text: Import) -> None:
    import_text(ONE)
    before = only().changed_at
    report = import_text(ONE.replace("Un atelier.", "Deux ateliers.").replace(",seed", ",series_a"))
    assert report.counts["updated"] == 1
    assert only().description_fr == "Deux ateliers."
    assert only().startup.stage is Stage.SERIES_A  # type: ignore[union-attr]
    assert only().changed_at > before


def test_a_change_of_a_detail_alone_is_seen_by_whoever_polls_for_changes(import_text: Import) -> None:
    import_text(ONE)
    before = only().changed_at
    import_text(ONE.replace(",seed", ",series_a"))
    assert only().changed_at > before


def test_rows_find_their_organisation_by_number_then_site_then_name(import_text: Import) -> None:
    import_text(ONE)
    renamed = "name,hub,registry_id\nAtelier Renommé,paris,732829320\n"
    moved = "name,hub,website\nAtelier Encore,paris,http://www.atelier.example/fr\n"
    named = "name,hub,description_fr\natelier-ENCORE,paris,Un texte.\n"
    for text in (renamed, moved, named):
        assert import_text(text).counts["updated"] == 1
    assert only().registry_id == "732829320"
    assert only().description_fr == "Un texte."


def test_another_registry_number_is_another_firm_of_the_same_name(import_text: Import) -> None:
    import_text(ONE)
    import_text(ONE.replace("732829320", "404833048").replace("atelier.example", "autre.example"))
    assert len(organisations()) == 2


def test_the_same_name_in_the_other_hub_or_of_another_kind_is_another_firm(import_text: Import) -> None:
    import_text("name,hub\nSame,paris\nSame,silicon_valley\n")
    import_text("name,hub\nSame,paris\n", kind=Kind.INVESTOR)
    assert len(organisations()) == 3


def test_a_site_that_many_share_does_not_make_two_firms_one(import_text: Import) -> None:
    text = "name,hub,website\nA,paris,https://www.linkedin.com/company/a\nB,paris,https://linkedin.com/company/b\n"
    import_text(text)
    assert [found.name for found in organisations()] == ["A", "B"]


def test_the_second_row_of_one_organisation_is_refused_with_the_line_of_the_first(
    import_text: Import,
) -> None:
    report = import_text("name,hub\nSame,paris\nOther,paris\nSAMÉ,paris\n")
    assert [(reject.row.line, str(reject.reason)) for reject in report.rejects] == [
        (4, "The same organisation stands in line 2 already.")
    ]


def test_a_claimed_profile_is_never_overwritten(import_text: Import) -> None:
    factories.organisation(
        factories.user(), name="Atelier Fictif", registry_id="732829320", description_en="Ours."
    )
    db.session.commit()
    report = import_text(ONE)
    assert report.counts["claimed"] == 1
    assert only().description_en == "Ours."
    assert only().description_fr == ""


def test_a_members_own_draft_is_left_alone(import_text: Import) -> None:
    factories.organisation(factories.user(), name="Atelier Fictif", status=ProfileStatus.DRAFT)
    db.session.commit()
    assert import_text("name,hub\nAtelier Fictif,paris\n").counts["claimed"] == 1
    assert only().status is ProfileStatus.DRAFT


def test_who_asked_not_to_be_listed_is_passed_over(import_text: Import) -> None:
    removal = {"kind": Kind.STARTUP, "hub": Hub.PARIS, "sort_key": "another name"}
    db.session.add(Removal(**removal, website_host="atelier.example"))
    db.session.commit()
    assert import_text(ONE).counts["removed"] == 1
    assert organisations() == []


def test_what_staff_corrected_stays_until_the_source_changes_that_field(import_text: Import) -> None:
    import_text(ONE)
    only().description_fr = "Corrigé par le programme."
    db.session.commit()
    import_text(ONE.replace(",seed", ",series_a"))
    assert only().description_fr == "Corrigé par le programme."
    import_text(ONE.replace("Un atelier.", "Neuf."))
    assert only().description_fr == "Neuf."


def test_two_sources_of_one_firm_are_joined_and_each_may_come_again(import_file: Import) -> None:
    import_file("ilab_laureats", Kind.STARTUP, Hub.PARIS)
    report = import_file("inov_laureats", Kind.STARTUP, Hub.PARIS)
    assert (report.counts["new"], report.counts["updated"]) == (1, 1)
    found = next(row for row in organisations() if row.registry_id == "732829320")
    assert "Carte du bruit" in found.description_fr
    assert "Un robot qui trie" in found.description_fr
    assert found.tagline == "Carte du bruit en temps réel"
    for name in ("ilab_laureats", "inov_laureats", "ilab_laureats"):
        again = import_file(name, Kind.STARTUP, Hub.PARIS)
        assert again.counts["updated"] == again.counts["new"] == 0


def test_a_dry_run_tells_what_would_happen_and_leaves_nothing(import_text: Import) -> None:
    text = "name,hub\n" + "".join(f"Firm {number},paris\n" for number in range(600)) + "Firm 3,paris\n"
    report = import_text(text, dry_run=True)
    assert report.counts["new"] == 600
    assert len(report.rejects) == 1
    assert organisations() == []


def test_good_rows_land_beside_bad_ones(import_text: Import) -> None:
    report = import_text("name,hub,stage\nA,paris,seed\nB,paris,late\nC,paris,\n")
    assert [found.name for found in organisations()] == ["A", "C"]
    assert report.reasons == {"stage takes one of the codes of our lists.": 1}


def test_a_row_the_database_refuses_costs_no_other_row(import_text: Import) -> None:
    """Both rows name firms of ours, and the number of one is that of the other."""
    import_text("name,hub,registry_id\nFirst,paris,732829320\n")
    factories.organisation(name="Second", hub=Hub.PARIS, import_source="x", registry_id=None)
    db.session.commit()
    text = "name,hub,registry_id\nThird,paris,\nFourth,paris,404833048\n"
    assert import_text(text).counts["new"] == 2


def test_a_file_over_a_limit_lands_nothing_at_all(import_text: Import) -> None:
    import pytest

    from matchmaker.profiles.imports.errors import UnreadableFileError

    with pytest.raises(UnreadableFileError):
        import_text("name,hub\nA,paris\n" + '"never closed\n' * 3)
    assert organisations() == []


def test_each_landed_organisation_leaves_an_audit_event(import_text: Import) -> None:
    import_text(ONE)
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.tag, event.actor_role, event.subject_id) == (
        AuditTag.PROFILE_CREATED,
        "operator",
        only().id,
    )


def test_a_firm_that_stands_in_the_other_hub_is_not_moved(import_text: Import) -> None:
    import_text("name,hub,website\nBoth,silicon_valley,https://both.example\n")
    report = import_text("name,hub,website\nBoth,paris,https://both.example\n")
    assert report.counts["elsewhere"] == 1
    assert only().hub is Hub.SILICON_VALLEY


def test_times_come_from_the_clock(import_text: Import) -> None:
    from datetime import UTC, datetime

    moment = datetime(2025, 1, 2, tzinfo=UTC)
    with clock.at(moment):
        import_text(ONE)
    assert only().published_at == moment
    assert isinstance(only(), Organisation)
