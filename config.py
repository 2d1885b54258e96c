"""Configuration from the environment; in production nothing that matters has a default."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REQUIRED_IN_PRODUCTION = (
    "DATABASE_URL",
    "SECRET_KEY",
    "SECURITY_PASSWORD_SALT",
    "SECURITY_TOTP_SECRETS",
    "BASE_URL",
    "TRUSTED_HOSTS",
    "SMTP_HOST",
    "SMTP_PORT",
    "SMTP_USERNAME",
    "SMTP_PASSWORD",
    "MAIL_FROM",
    "TRUSTED_PROXIES",
)


class ConfigError(SystemExit):
    """The environment does not suffice to start; the message has one line for each fault."""


def from_environment(env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the Flask configuration that `env` describes; raise ConfigError where it does not suffice."""
    # A mistyped "production" must not start a service that shows its mails.
    production = _one_of(env, "APP_ENV", ("development", "test", "production")) == "production"
    if production:
        _refuse_incomplete(env)
    instance = Path(env.get("INSTANCE_DIR") or "instance").resolve()
    generated = _Generated(instance)
    port = env.get("PORT", "8000")
    return {
        "PRODUCTION": production,
        "INSTANCE_DIR": str(instance),
        "DATABASE_URL": env.get("DATABASE_URL"),
        "SECRET_KEY": env.get("SECRET_KEY") or generated.secret("secret_key"),
        "SECURITY_PASSWORD_SALT": env.get("SECURITY_PASSWORD_SALT") or generated.secret("password_salt"),
        "SECURITY_TOTP_SECRETS": _totp_secrets(env.get("SECURITY_TOTP_SECRETS") or generated.secret("totp")),
        "BASE_URL": env.get("BASE_URL") or f"http://127.0.0.1:{port}",
        "TRUSTED_HOSTS": _listed(env.get("TRUSTED_HOSTS")) or ["127.0.0.1", "localhost"],
        "TRUSTED_PROXIES": _number(env, "TRUSTED_PROXIES", 0),
        "SMTP_HOST": env.get("SMTP_HOST"),
        "SMTP_PORT": _number(env, "SMTP_PORT", 587),
        "SMTP_USERNAME": env.get("SMTP_USERNAME"),
        "SMTP_PASSWORD": env.get("SMTP_PASSWORD"),
        "SMTP_SECURITY": _one_of(env, "SMTP_SECURITY", ("starttls", "tls", "none")),
        "MAIL_FROM": env.get("MAIL_FROM") or "Passerelle <passerelle@example.org>",
        "QUIET_HOURS": env.get("QUIET_HOURS") or "22-7",
        "SNAPSHOT_DIR": env.get("SNAPSHOT_DIR") or str(instance / "snapshots"),
        "SNAPSHOT_CACHE": env.get("SNAPSHOT_CACHE") or str(instance / "snapshot-cache"),
        "MATCHING_LEXICONS": _lexicons(env),
        "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
    }


def _refuse_incomplete(env: Mapping[str, str]) -> None:
    faults = [f"{name} must be set in production" for name in REQUIRED_IN_PRODUCTION if not env.get(name)]
    if not (env.get("BASE_URL") or "https://").startswith("https://"):
        faults.append("BASE_URL must start with https:// in production")
    if faults:
        raise ConfigError("\n".join(faults))


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal():
        raise ConfigError(f"{name} must be a whole number")
    return int(text)


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    chosen = env.get(name) or choices[0]
    if chosen not in choices:
        raise ConfigError(f"{name} must be one of {', '.join(choices)}")
    return chosen


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _lexicons(env: Mapping[str, str]) -> list[str]:
    """Return the files of MATCHING_LEXICONS, read once to be sure, and FreeDict where it is installed."""
    from matchmaker.matching.engine.bilingual.dictd import FREEDICT
    from matchmaker.matching.engine.bilingual.lexicon import read_lexicon

    named = _listed((env.get("MATCHING_LEXICONS") or "").replace(os.pathsep, ","))
    for path in named:
        try:
            read_lexicon(Path(path))
        except (OSError, ValueError) as error:
            raise ConfigError(f"MATCHING_LEXICONS: {error}") from None
    installed = [str(FREEDICT)] if FREEDICT.is_file() and str(FREEDICT) not in named else []
    return named + installed


def _totp_secrets(text: str) -> dict[str, str]:
    """Return the secrets by version: `1:old,2:new`, or one secret alone as version 1.

    A version stays what it was when an older one is dropped: what it encrypted names it.
    """
    parts = [part.partition(":") for part in _listed(text)]
    return {
        version if secret else str(index): secret or version
        for index, (version, _, secret) in enumerate(parts, start=1)
    }


class _Generated:
    """Secrets of a development instance, made once and kept beside its database."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / "secrets"

    def secret(self, name: str) -> str:
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_text(secrets.token_urlsafe(32))
            draft.chmod(0o600)
            try:
                os.link(draft, path)  # the first process wins, and all read what it wrote
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text()
