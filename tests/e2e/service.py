"""The service as people meet it: a web process and a worker on a database with the demonstration."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from matchmaker import create_app
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.embedded.processes import wait_until
from matchmaker.extensions import db

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds: the first start compiles, beside whatever else the machine does


def answers(port: int) -> bool:
    """Whether the service at this port of this machine calls itself healthy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Service:
    """Runs the processes, and answers what a test asks of the database."""

    def __init__(self, database_url: str, instance: Path) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = {
            "DATABASE_URL": database_url,
            "BASE_URL": self.url,
            "INSTANCE_DIR": str(instance),
            "SECRET_KEY": "a secret of the tests",
            "SECURITY_PASSWORD_SALT": "a salt of the tests",
            "QUIET_HOURS": "none",
        }
        self._output = instance / "output.txt"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.app = create_app(self._settings | {"SNAPSHOT_DIR": str(instance / "snapshots")})

    def start(self) -> None:
        """Start the web process and the worker, and wait until it answers."""
        descriptor = self.listening.fileno()
        self._start([sys.executable, "-m", "matchmaker.embedded.serve", str(descriptor)], [descriptor])
        self._start([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], [])
        assert wait_until(lambda: answers(self.port), PATIENCE), self._output.read_text()

    def _start(self, command: Sequence[str], descriptors: Sequence[int]) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in ("APP_ENV", "SNAPSHOT_DIR")}
        with self._output.open("ab") as output:
            self._processes.append(
                subprocess.Popen(
                    command,
                    cwd=PROJECT,
                    env=kept | self._settings,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    pass_fds=descriptors,
                )
            )

    def stop(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(30)
        self.listening.close()
        with self.app.app_context():
            db.engine.dispose()

    def words(self, language: str, message: str, **values: Any) -> str:
        """Return a text of the service in a language."""
        with self.app.app_context(), force_locale(language):
            return str(gettext(message, **values))

    def mails(self, recipient: str) -> list[OutgoingMail]:
        """Return the mails to an address, once the worker has dealt with all of them; oldest first."""
        assert wait_until(lambda: not self._queued(recipient), PATIENCE), self._output.read_text()
        with self.app.app_context():
            statement = select(OutgoingMail).where(OutgoingMail.recipient == recipient)
            found = list(db.session.scalars(statement.order_by(OutgoingMail.id)))
            db.session.expunge_all()
        assert {mail.state for mail in found} <= {MailState.KEPT}
        return found

    def _queued(self, recipient: str) -> bool:
        with self.app.app_context():
            waiting = select(OutgoingMail.id).where(
                OutgoingMail.recipient == recipient, OutgoingMail.state == MailState.QUEUED
            )
            return db.session.scalar(waiting.limit(1)) is not None

    def link_in(self, mail: OutgoingMail) -> str:
        """Return the first link to this service in a mail."""
        found = re.search(rf"{re.escape(self.url)}\S+", mail.text)
        assert found, mail.text
        return found[0]
