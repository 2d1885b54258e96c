"""Security headers of every answer."""

import secrets

from flask import Flask, Response, g
from flask_login import current_user

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def nonce() -> str:
    """Return the nonce that scripts of the answer under way must bear."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def policy() -> str:
    """Return the content security policy: nothing from other hosts, no inline code without the nonce."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def init_app(app: Flask) -> None:
    """Set the headers on every answer.

    Nothing that signed-in people get is stored, and no page: those of the signed-out bear form tokens, and
    links from mails open some of them.
    """
    app.jinja_env.globals["csp_nonce"] = nonce

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        private = current_user.is_authenticated or response.mimetype == "text/html"
        if private and response.cache_control.max_age is None:
            response.headers["Cache-Control"] = "no-store"
        if app.config["PRODUCTION"]:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
