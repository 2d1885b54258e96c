"""What a person finds in a mail of ours."""

import re

from matchmaker.core.mail import OutgoingMail


def link(mail: OutgoingMail, path: str) -> str:
    """Return the first link of the mail that begins with `path`, without scheme and host."""
    found = re.search(rf"http://localhost({re.escape(path)}\S*)", mail.text)
    assert found is not None, mail.text
    return found[1]
