"""A mail server that loses one conversation in five, before or after it took the mail, in a set order."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.integration.mail.conftest import Handler

SHARE = 0.2
SEED = 20


@dataclass
class Failing(Handler):
    """Drops a conversation in five; of those, half after the mail is in: it was taken, and nobody is told.

    `arrived` is called, in a thread, with how many mails came in whole, before the server answers.
    """

    arrived: Callable[[int], object] = lambda number: None
    dropped: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))

    async def handle_DATA(  # noqa: N802  (the library calls it by this name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        drops, after = self.dice.random() < SHARE, self.dice.random() < 0.5
        if drops and not after:
            return self._drop(server)
        self.envelopes.append(envelope)
        await asyncio.to_thread(self.arrived, len(self.envelopes))
        return self._drop(server) if drops else "250 OK"

    def _drop(self, server: SMTP) -> str:
        self.dropped += 1
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "451 gone"
