"""The words of templates in the reader's language: found once in each language, not at each use.

A page of recommendations has a thousand of them; flask-babel looks up catalogue, locale and format each time.
"""

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

KEPT = 1 << 13  # words of templates in both languages, several times over


@pass_eval_context
def gettext(context: EvalContext, message: str, **variables: Any) -> str:
    """Return `message` in the reader's language, as HTML where the template escapes, variables filled in."""
    translated = _in_html if context.autoescape else _as_text
    locale = get_locale()
    key = str(locale.language) if locale else ""
    if not variables:
        return translated(key, message, filled=True)
    return translated(key, message, filled=False) % variables


@lru_cache(KEPT)
def _as_text(language: str, message: str, *, filled: bool) -> str:
    del language  # the one under way: it only keeps the languages apart
    text = str(get_translations().ugettext(message))
    return text % {} if filled else text  # a sign of per cent is doubled in either


@lru_cache(KEPT)
def _in_html(language: str, message: str, *, filled: bool) -> str:
    return Markup(_as_text(language, message, filled=filled))  # noqa: S704  (the catalogue is ours)


def init_app(app: Flask) -> None:
    """Translate templates by `gettext`, after `babel` is bound; plurals stay flask-babel's."""
    app.jinja_env.globals.update(gettext=gettext, _=gettext)
