"""What goes wrong before there is an application to report it."""


class EmbeddedServerError(Exception):
    """The server cannot start or stop; the message says why and what to do, for a person to read."""
