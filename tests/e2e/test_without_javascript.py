"""The request for an introduction in a browser that runs no script."""

from collections.abc import Callable

from tests.e2e.service import PASSWORD
from tests.e2e.visitor import Visitor

MESSAGE = (
    "We test used batteries cell by cell, and would like to hear what your funds require of a first site."
)


def test_a_request_can_be_previewed_corrected_and_sent(visitor: Callable[..., Visitor]) -> None:
    founder = visitor("en", java_script_enabled=False)
    founder.sign_in("startup.sv@demo.example.org", PASSWORD)
    founder.open("/recommendations")
    founder.follow("Request an introduction")
    founder.fill(need="fundraising", message=f"{MESSAGE} Write to dana@refittery.example.org")
    founder.press("Send to programme staff")
    assert founder.says("Please correct this")
    assert MESSAGE in founder.page.locator("[name=message]").input_value()
    founder.fill(message=MESSAGE)
    founder.press("Preview")
    assert MESSAGE in founder.page.locator("section.preview").inner_text()
    founder.press("Send to programme staff")
    assert founder.says("Your request is with programme staff now. You will hear of each step.")
    assert MESSAGE in founder.text
