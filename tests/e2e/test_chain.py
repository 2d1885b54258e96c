"""The main job as people do it: from an account to contacts shared across the ocean."""

import re
from collections.abc import Callable

from matchmaker.demo.accounts import STAFF_PARIS
from tests.e2e.service import Service
from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD

FOUNDER = "lea.marchetti@boucle-verte.example.org"
INVESTOR = "investor.sv@demo.example.org"
FIRM = "Boucle Verte"
NEW_PASSWORD = "quatre tasses bleues"
STORY = (
    "Boucle Verte trie les emballages souples dans les centres de tri avec une caméra et un bras robotisé. "
    "Le plastique souple part aujourd’hui au four ; nous en récupérons sept kilos sur dix, propres et prêts "
    "à être recyclés. Deux centres de la région nous paient. Nous cherchons un premier site en Californie."
)
MESSAGE = (
    "Vous investissez dans le tri et le recyclage des deux côtés. Nous préparons un premier site dans la "
    "baie et aimerions vous présenter nos résultats sur les emballages souples."
)


def sign_up(founder: Visitor, service: Service) -> None:
    founder.open("/")
    founder.follow("Create an account")
    founder.fill(name="Léa Marchetti", email=FOUNDER, password=NEW_PASSWORD)
    founder.press("Create an account", founder.page.locator("main"))
    (mail,) = service.mails(FOUNDER)
    assert mail.locale == "fr"
    founder.open(service.link_in(mail))
    founder.page.locator("main form button").click()  # a link alone could be opened by a mail scanner
    founder.page.wait_for_url("**/account/login**")
    founder.sign_in(FOUNDER, NEW_PASSWORD)


def register(founder: Visitor) -> None:
    """Fill in the guided form, step by step, and submit it."""
    founder.open("/organisations")
    founder.follow("Add an organisation")
    founder.fill(name=FIRM, kind="startup", hub="paris")
    founder.press("Begin")
    founder.fill(website="https://boucle-verte.example.org", tagline="Les emballages souples sortent du four")
    founder.press("Save and continue")
    founder.fill(lang="fr", description_fr=STORY)
    founder.tick("sectors", "waste_circular", "industry_robotics")
    founder.tick("themes", "waste")
    founder.press("Save and continue")
    for field in ("needs-fundraising", "needs-pilot_customer", "offers-rd_partner"):
        founder.page.locator(f"[name={field}-chosen]").check()
    founder.fill(needs_text="Un investisseur du recyclage et un centre de tri pour un essai.")
    founder.press("Save and continue")
    founder.fill(stage="seed", round_min="1000000", round_max="2000000", currency="EUR")
    founder.press("Save and continue")
    founder.fill(contact_name="Léa Marchetti", contact_phone="+33 6 39 98 40 11")
    founder.press("Save and continue")
    founder.press("Submit it to the programme staff")
    assert founder.says("Your profile is with the programme staff now. You will get the answer by e-mail.")


def publish(officer: Visitor) -> None:
    officer.open("/review/profiles")
    officer.page.get_by_role("link", name=FIRM).click()
    officer.press("Approve")
    assert officer.says("Approved. The organisation gets an e-mail.")


def ask(founder: Visitor) -> str:
    """Read the ranked matches, ask to meet the first; return the address of the introduction."""
    founder.open("/recommendations")
    cards = founder.page.locator("ol.recommendations > li")
    bands = [founder.words(f"{band} match") for band in ("strong", "possible", "weak")]
    found = [next(i for i, band in enumerate(bands) if band in text) for text in cards.all_inner_texts()]
    assert len(found) > 1
    assert found == sorted(found)
    best = cards.first
    assert "Tidal Loop Partners" in best.inner_text()
    assert founder.words("They offer what you seek:") in best.inner_text()
    assert best.locator("mark").count() >= 2
    best.get_by_role("link", name=founder.words("Request an introduction")).click()
    founder.fill(purpose="investment", need="fundraising", message=MESSAGE)
    founder.press("Preview, then send")
    founder.press("Send to programme staff")
    done = founder.words("Done: %(what)s.") % {"what": founder.words("Request sent to programme staff")}
    assert done in founder.text
    return founder.page.url


def approve(officer: Visitor) -> None:
    officer.open("/desk")
    officer.page.get_by_role("link", name=re.compile(f"{FIRM}.*Tidal Loop Partners")).click()
    assert MESSAGE in officer.text
    officer.press("Approve")
    assert officer.says("Waiting for an answer")


def test_a_startup_of_paris_meets_an_investor_of_the_valley(
    visitor: Callable[..., Visitor], service: Service
) -> None:
    founder, officer, investor = visitor("fr"), visitor("fr"), visitor("en")
    sign_up(founder, service)
    register(founder)
    officer.sign_in(STAFF_PARIS, PASSWORD)
    publish(officer)
    address = ask(founder)
    assert "Caroline" not in founder.text
    approve(officer)

    investor.sign_in(INVESTOR, PASSWORD)
    investor.open("/introductions")
    investor.page.get_by_role("link", name=FIRM).first.click()
    assert investor.page.url == address
    assert MESSAGE in investor.text
    assert FOUNDER not in investor.page.content()
    investor.press("Accept the introduction")

    for person, contact in ((investor, (FOUNDER, "+33 6 39 98 40 11")), (founder, (INVESTOR, "555 0103"))):
        person.open(address)
        assert all(part in person.text for part in contact)
    templates = [mail.template for mail in service.mails(FOUNDER)]
    assert [name.rpartition("/")[2] for name in templates] == [
        "confirm",
        "approved",
        "approved",
        "introduced",
    ]
    assert {mail.locale for mail in service.mails(FOUNDER)} == {"fr"}
    # The timer may tell the demonstration's people of other matters meanwhile.
    asked, introduced = (mail for mail in service.mails(INVESTOR) if FIRM in mail.text)
    assert (asked.template, introduced.template) == ("introductions/asked", "introductions/introduced")
    assert asked.locale == "en"
    assert FOUNDER in introduced.text
    assert FOUNDER not in asked.text
    told = [mail for mail in service.mails(STAFF_PARIS) if FIRM in mail.text]
    assert [mail.template for mail in told] == ["introductions/submitted"]
