"""Addresses: safe targets of redirects, and absolute links for mails."""

import re

from flask import current_app

_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")


def safe_target(target: str | None, default: str = "/") -> str:
    """Return `target` when it is a path of this site, else `default`.

    Only a path with a single leading slash passes: no scheme, no host, no backslash, no control sign.
    """
    return target if target and _LOCAL_PATH.match(target) else default


def absolute(endpoint: str, **values: object) -> str:
    """Return the absolute address of `endpoint` under BASE_URL, never under a request's host."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path}"
