"""The WSGI entry: `flask --app wsgi`, waitress and gunicorn load `app` from here."""

from matchmaker import create_app

app = create_app()
