"""What a person reads of a page in its own language: text and the attributes that are read out."""

from html.parser import HTMLParser

READ_OUT = ("alt", "aria-label", "placeholder", "title")
UNSEEN = ("script", "style", "textarea", "title")  # the title may be that of a mail in another language
AUTHORS = "passage"  # the class of what somebody wrote of their organisation, in whatever language
VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")


class VisibleText(HTMLParser):
    """Collects the texts that stand in elements of `language`, and the links of the page."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language = values.get("lang") or (self._open[-1][1] if self._open else None)
        if AUTHORS in (values.get("class") or "").split():
            language = None
        if tag == "a":
            self.links.append(values.get("href") or "")
        if language == self.language:
            self.texts += [values[name] or "" for name in READ_OUT if name in values]
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] == self.language and self._open[-1][0] not in UNSEEN:
            self.texts.append(data)


def read(page: str, language: str) -> tuple[str, list[str]]:
    """Return the visible text in `language`, one line for each piece between two tags, and the links."""
    reader = VisibleText(language)
    reader.feed(page)
    return "\n".join(" ".join(text.split()) for text in reader.texts if text.strip()), reader.links
