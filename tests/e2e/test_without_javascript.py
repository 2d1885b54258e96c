"""The request for an introduction in a browser that runs no script."""

from collections.abc import Callable

from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD

MESSAGE = (
    "We test used batteries cell by cell, and would like to hear what your funds require of a first site."
)


def test_a_request_can_be_previewed_corrected_and_sent(visitor: Callable[..., Visitor]) -> None:
    founder = visitor("en", java_script_enabled=False)
    founder.sign_in("startup.sv@demo.example.org", PASSWORD)
    founder.open("/recommendations")
    founder.follow("Request an introduction")
    founder.fill(purpose="investment", message=f"{MESSAGE} Write to dana@refittery.example.org")
    founder.press("Preview, then send")
    assert founder.says("Please correct this")  # what it is about was not chosen
    founder.fill(need="fundraising")
    founder.press("Preview, then send")
    assert MESSAGE in founder.page.locator("section.preview").first.inner_text()
    assert founder.says("We left this out of your message: an e-mail address or a handle")
    founder.press("Send to programme staff")
    assert founder.says("Done: Request sent to programme staff.")
    assert MESSAGE in founder.text
