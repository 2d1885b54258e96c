"""The pages of profiles and of the staff desk for them."""

from flask import Blueprint

blueprint = Blueprint("profiles", __name__, url_prefix="/organisations")
review_blueprint = Blueprint("review", __name__, url_prefix="/review")
ROUTES = ("pages", "editing", "members", "review")  # the modules that add their routes to the blueprints
