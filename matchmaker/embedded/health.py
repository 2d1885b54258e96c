"""Asking the web process how it is."""

import http.client
import json

from matchmaker.embedded.options import Options

ANSWER_SECONDS = 2.0  # short, for a signal to stop is heeded only in between


def is_healthy(options: Options) -> bool:
    """Tell whether GET /healthz answers 200 and does not report a missing worker."""
    # Not urllib: a proxy in the environment has no say about our own machine.
    connection = http.client.HTTPConnection(options.reachable_host, options.port, timeout=ANSWER_SECONDS)
    named = {"Host": options.trusted_host} if options.trusted_host else {}
    try:
        connection.request("GET", "/healthz", headers=named)
        answer = connection.getresponse()
        return answer.status == http.client.OK and bool(json.loads(answer.read()).get("worker", True))
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
