"""The service of the tests, as a worker of a cluster starts it from its environment."""

from matchmaker import create_app

app = create_app({"TESTING": True, "MATCHING_LEXICONS": []})
