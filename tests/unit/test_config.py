"""What the environment must say before the service starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import REQUIRED_IN_PRODUCTION, ConfigError, from_environment

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "APP_ENV": "production",
    "DATABASE_URL": "postgresql://user:word@127.0.0.1/passerelle",
    "SECRET_KEY": "one secret",
    "SECURITY_PASSWORD_SALT": "another secret",
    "SECURITY_TOTP_SECRETS": "1:a third secret",
    "BASE_URL": "https://passerelle.example.org",
    "TRUSTED_HOSTS": "passerelle.example.org, www.passerelle.example.org",
    "SMTP_HOST": "smtp.example.org",
    "SMTP_PORT": "587",
    "SMTP_USERNAME": "passerelle",
    "SMTP_PASSWORD": "a word",
    "MAIL_FROM": "Passerelle <passerelle@example.org>",
    "TRUSTED_PROXIES": "1",
}


def _faults(env: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        from_environment(env)
    return str(caught.value).splitlines()


def test_a_complete_environment_starts_in_production() -> None:
    config = from_environment(PRODUCTION)
    assert config["PRODUCTION"] is True
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["TRUSTED_HOSTS"] == ["passerelle.example.org", "www.passerelle.example.org"]
    assert config["TRUSTED_PROXIES"] == 1


@pytest.mark.parametrize("missing", REQUIRED_IN_PRODUCTION)
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_production_names_the_one_variable_that_is_missing(missing: str, how: str) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != missing}
    if how == "empty":
        env[missing] = ""
    assert _faults(env) == [f"{missing} must be set in production"]


def test_production_names_everything_that_is_missing_at_once() -> None:
    faults = _faults({"APP_ENV": "production"})
    assert faults == [f"{name} must be set in production" for name in REQUIRED_IN_PRODUCTION]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("BASE_URL", "http://passerelle.example.org", "BASE_URL must start with https:// in production"),
        ("SMTP_PORT", "smtp", "SMTP_PORT must be a whole number"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number"),
        ("SMTP_SECURITY", "ssl", "SMTP_SECURITY must be one of starttls, tls, none"),
        ("APP_ENV", "Production", "APP_ENV must be one of development, test, production"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, value: str, fault: str) -> None:
    assert _faults(PRODUCTION | {name: value}) == [fault]


def test_a_newcomer_needs_no_variable_and_keeps_the_same_secrets(tmp_path: Path) -> None:
    first, second = (from_environment({"INSTANCE_DIR": str(tmp_path)}) for _ in range(2))
    assert first == second
    assert first["PRODUCTION"] is False
    assert first["SMTP_HOST"] is None
    assert len({first["SECRET_KEY"], first["SECURITY_PASSWORD_SALT"]}) == 2
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o077 == 0


def test_production_makes_up_no_secret(tmp_path: Path) -> None:
    from_environment(PRODUCTION | {"INSTANCE_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "secrets"),
    [("first", {"1": "first"}), ("2:new", {"2": "new"}), ("1:old,2:new", {"1": "old", "2": "new"})],
)
def test_totp_secrets_are_read_by_version(text: str, secrets: dict[str, str]) -> None:
    assert from_environment(PRODUCTION | {"SECURITY_TOTP_SECRETS": text})["SECURITY_TOTP_SECRETS"] == secrets


def test_the_service_itself_refuses_to_start_with_one_line_for_each_fault(tmp_path: Path) -> None:
    env = {"APP_ENV": "production", "PATH": os.environ["PATH"], "INSTANCE_DIR": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert started.returncode == 1
    assert started.stdout == ""
    assert started.stderr.splitlines() == [
        f"{name} must be set in production" for name in REQUIRED_IN_PRODUCTION
    ]


@pytest.mark.parametrize("separator", [",", os.pathsep, " , "])
def test_lexicons_are_listed_and_read_once_to_be_sure(tmp_path: Path, separator: str) -> None:
    paths = [str(tmp_path / name) for name in ("one.tsv", "two.tsv")]
    for path in paths:
        Path(path).write_text("dechet\twaste\t1.0\n")
    found = from_environment({"INSTANCE_DIR": str(tmp_path), "MATCHING_LEXICONS": separator.join(paths)})
    assert found["MATCHING_LEXICONS"][:2] == paths


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "No such file"),
        (b"dechet\twaste\n", "line 1: expected French lemmas"),
        (b"\x1f\x8bno gzip after all", "cannot be read"),
        (b"d\xe9chet\twaste\t1.0\n", "cannot be read"),
    ],
)
def test_a_lexicon_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "extra.tsv"
    if content is not None:
        path.write_bytes(content)
    (line,) = _faults({"INSTANCE_DIR": str(tmp_path), "MATCHING_LEXICONS": str(path)})
    assert line.startswith("MATCHING_LEXICONS: ")
    assert fault in line
    assert str(path) in line
