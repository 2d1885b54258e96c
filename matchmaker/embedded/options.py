"""What the environment asks of `make run`."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.embedded.errors import EmbeddedServerError

ANY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, not bound to


@dataclass(frozen=True)
class Options:
    """Where to listen, where the instance lives, and which database it uses."""

    host: str
    port: int
    instance: Path
    database_url: str | None
    trusted_host: str | None
    production: bool
    demo_password: str

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Options":
        """Read the variables; raises EmbeddedServerError where one of them makes no sense."""
        instance = Path(env.get("INSTANCE_DIR") or "instance").expanduser().resolve()
        trusted = (env.get("TRUSTED_HOSTS") or "").split(",")[0].strip()
        return cls(
            host=env.get("HOST") or "127.0.0.1",
            port=_port(env.get("PORT") or "8000"),
            instance=instance,
            database_url=env.get("DATABASE_URL") or None,
            trusted_host=trusted.lstrip(".") or None,
            production=env.get("APP_ENV") == "production",
            demo_password=env.get("DEMO_PASSWORD") or "",
        )

    @property
    def embeds_server(self) -> bool:
        """In production a missing DATABASE_URL is a fault that the application itself reports."""
        return self.database_url is None and not self.production

    @property
    def reachable_host(self) -> str:
        """Address under which this machine reaches what listens on `host`."""
        return "127.0.0.1" if self.host in ANY_ADDRESS else self.host

    @property
    def url(self) -> str:
        """Address of the front page, for a browser on this machine."""
        host = f"[{self.reachable_host}]" if ":" in self.reachable_host else self.reachable_host
        return f"http://{host}:{self.port}/"


def kept_demo_password(instance: Path) -> str:
    """Return the password made for this instance's demo accounts, the same at every start."""
    path = instance / "secrets" / "demo_password"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedServerError(f"PORT must be a number from 1 to 65535, not '{text}'.")
    return int(text)
