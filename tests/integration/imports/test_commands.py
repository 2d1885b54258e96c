import csv
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.profiles.models import ImportFile, ImportState, Organisation, ProfileStatus
from tests.integration.imports.conftest import FILES


def invoke(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def import_(app: Flask, *arguments: object) -> Result:
    return invoke(app, "import", "organisations", *arguments)


def statuses(app: Flask) -> dict[str, ProfileStatus]:
    with app.app_context():
        return {row.name: row.status for row in db.session.scalars(select(Organisation))}


def test_the_command_lands_what_the_hub_and_the_mapping_say(app: Flask, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    answer = import_(
        app,
        *(FILES / "ilab_laureats.csv", "--kind", "startup", "--hub", "paris", "--mapping", "ilab_laureats"),
        *("--publish", "--rejects", rejects),
    )
    assert answer.exit_code == 0, answer.output
    assert set(statuses(app).values()) == {ProfileStatus.PUBLISHED}
    assert len(statuses(app)) == 3
    assert "Rows read" in answer.output
    assert "1 × The row has neither a name nor a registration number." in answer.output
    with rejects.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["line"], row["reason"], row["Moto"]) for row in rows] == [
        ("4", "The row has neither a name nor a registration number.", "Un projet sans entreprise")
    ]


def test_the_run_leaves_a_record_with_its_counts(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("name\nA\n", encoding="utf-8")
    import_(app, file, "--kind", "startup", "--hub", "paris")
    with app.app_context():
        record = db.session.scalars(select(ImportFile)).one()
        assert (record.state, record.report["counts"]["new"], record.content) == (ImportState.DONE, 1, None)
    assert statuses(app) == {"A": ProfileStatus.SUBMITTED}


def test_a_dry_run_keeps_nothing_not_even_a_record(app: Flask, tmp_path: Path) -> None:
    answer = import_(
        app, FILES / "vcs.csv", "--kind", "investor", "--hub", "paris", "--mapping", "vcs", "--dry-run"
    )
    assert "Dry run" in answer.output
    assert statuses(app) == {}
    assert not (FILES / "vcs.csv.rejects.csv").exists()
    with app.app_context():
        assert db.session.scalars(select(ImportFile)).all() == []


def test_where_may_be_given_more_than_once(app: Flask) -> None:
    answer = import_(
        app,
        *(FILES / "yc_companies.csv", "--kind", "startup", "--hub", "silicon_valley"),
        *("--mapping", "yc_companies", "--where", "name=nova", "--where", "stage=growth"),
    )
    assert answer.exit_code == 0, answer.output
    assert list(statuses(app)) == ["Nova"]


def test_mistakes_are_answered_in_one_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("name\nA\n", encoding="utf-8")
    for arguments, words in (
        (("--kind", "startup", "--hub", "paris", "--mapping", "nothing"), "There is no mapping nothing"),
        (("--kind", "startup", "--mapping", "vcs"), "brings no startup|hub must be named"),
        (("--kind", "investor", "--hub", "paris", "--mapping", "vcs"), "no column"),
        (("--kind", "startup", "--where", "name"), "COLUMN=PATTERN"),
        (
            (
                "--kind",
                "planet",
            ),
            "planet",
        ),
    ):
        answer = import_(app, file, *arguments)
        assert answer.exit_code != 0
        assert any(word in answer.output for word in words.split("|")), answer.output
        assert "Traceback" not in answer.output


def test_an_export_is_imported_again_by_the_commands_alone(app: Flask, tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    import_(app, FILES / "vcs.csv", "--kind", "investor", "--hub", "paris", "--mapping", "vcs", "--publish")
    assert "3 organisations" in invoke(app, "export", "organisations", first, "--kind", "investor").output
    answer = import_(app, first, "--kind", "investor", "--publish")
    assert answer.exit_code == 0, answer.output
    invoke(app, "export", "organisations", second, "--kind", "investor")
    assert first.read_bytes() == second.read_bytes()
