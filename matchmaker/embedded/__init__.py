"""The PostgreSQL server the service brings with it, and the supervisor behind ``make run``.

Nothing here imports Flask: the server has to be up before the application can be built.
"""

from matchmaker.embedded.errors import EmbeddedServerError
from matchmaker.embedded.postgres import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedServerError"]
