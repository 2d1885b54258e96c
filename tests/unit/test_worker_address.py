from psycopg.conninfo import conninfo_to_dict

from matchmaker.core.jobs import keywords


def test_a_socket_folder_with_a_space_is_the_same_for_the_worker() -> None:
    address = keywords("postgresql+psycopg://matchmaker@/matchmaker?host=/srv/two+words/socket&port=5432")
    assert conninfo_to_dict(address)["host"] == "/srv/two words/socket"


def test_the_worker_keeps_server_database_password_and_options() -> None:
    address = keywords("postgresql+psycopg://ada:p%40ss%20word@db.example:6432/names?sslmode=require")
    expected = {
        "user": "ada",
        "password": "p@ss word",
        "host": "db.example",
        "port": "6432",
        "dbname": "names",
        "sslmode": "require",
    }
    assert {name: str(value) for name, value in conninfo_to_dict(address).items()} == expected
