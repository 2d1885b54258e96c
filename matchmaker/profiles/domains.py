"""Whose domain a host or an address is: the firm's own, or one that many share. Pure."""

import re

# Hosts under which many firms have a page: an address there, or the same host, tells no firm.
SHARED_HOSTS = frozenset(
    """
    about.me airtable.com amazon.com amazonaws.com angel.co angellist.com apple.com azurewebsites.net
    behance.net bit.ly bubbleapps.io business.site cargo.site clubexpress.com cloudfront.net cnrs.fr
    coda.io e-monsite.com ec.europa.eu fb.com firebaseapp.com fly.dev framer.ai framer.app gitbook.io
    godaddysites.com inria.fr inserm.fr lnkd.in lovable.app m.me mystrikingly.com myshopify.com
    onrender.com over-blog.com pages.dev replit.app super.site t.me typedream.app web.app webnode.fr
    weebly.com wixstudio.io
    blogspot.com bubble.io calendly.com canva.site carrd.co crunchbase.com docs.google.com
    dropbox.com eventbrite.com f6s.com facebook.com framer.website free.fr github.com github.io
    gitlab.com gitlab.io google.com gumroad.com gust.com herokuapp.com instagram.com jimdo.com
    kickstarter.com linkedin.com linktr.ee linktree.com medium.com netlify.app notion.site notion.so
    openvc.app orange.fr pagesperso-orange.fr producthunt.com sites.google.com softr.app
    squarespace.com strikingly.com substack.com tumblr.com twitter.com typeform.com
    unicornplatform.page vercel.app wanadoo.fr webflow.io wix.com wixsite.com wordpress.com x.com
    ycombinator.com youtube.com
    """.split()  # noqa: SIM905  (one host a word reads better than a list of literals)
)
MAIL_PROVIDERS = frozenset(
    """
    126.com 163.com aol.com aol.fr att.net bbox.fr cegetel.net club-internet.fr comcast.net cox.net
    duck.com hotmail.co.uk hushmail.com mailbox.org mailinator.com naver.com qq.com rocketmail.com
    sbcglobal.net t-online.de tuta.com tuta.io verizon.net web.de yahoo.co.uk
    fastmail.com free.fr gmail.com gmx.com gmx.de gmx.fr googlemail.com hey.com
    hotmail.com hotmail.fr icloud.com laposte.net live.com live.fr mac.com mail.com mail.ru me.com
    msn.com neuf.fr numericable.fr orange.fr outlook.com outlook.fr pm.me proton.me protonmail.com
    sfr.fr tutanota.com wanadoo.fr yahoo.com yahoo.fr yandex.com ymail.com yopmail.com zoho.com
    """.split()  # noqa: SIM905  (as above)
)
# A university gives addresses to its students, whatever fund or lab has a page there.
_ACADEMIC = re.compile(r"(?:.*\.)?(?:edu(?:\.[a-z]{2})?|ac\.[a-z]{2})")


def is_own_host(host: str) -> bool:
    """Return whether `host` may belong to one firm alone: no shared host, nor a page under one."""
    return not _ACADEMIC.fullmatch(host) and not any(
        _within(host, shared) for shared in SHARED_HOSTS | MAIL_PROVIDERS
    )


def is_own_address(email: str, host: str | None) -> bool:
    """Return whether `email` is at the firm's own domain: its website's host, or a part of that."""
    domain = email.rpartition("@")[2].strip().lower().rstrip(".")
    return bool(host and domain and is_own_host(host) and _within(domain, host))


def _within(domain: str, host: str) -> bool:
    return domain == host or domain.endswith(f".{host}")
