"""Documents of any number: sentences of real package descriptions, drawn with a fixed seed."""

import random
import re

from benchmarks.bilingual_texts import rows

WORDS = 60  # a document ends with the sentence that takes it to so many words, as a profile would


def mixed(count: int, seed: int = 7, *, natural: bool = False) -> list[str]:
    """`count` distinct English texts: a summary, then sentences of random packages.

    Sentences are added up to `WORDS` words; with `natural`, as many as the description of a random package
    has, which is 12 words in the shortest hundredth of texts and 270 in the longest.
    """
    draw = random.Random(seed)
    packages = rows("ddtp_eval")
    split = [[one for one in re.split(r"(?<=[.!?])\s+", row["en_long"]) if one.strip()] for row in packages]
    sentences = [sentence for one in split for sentence in one]
    lengths = [max(1, len(one)) for one in split]
    texts: dict[str, None] = {}
    while len(texts) < count:
        parts = [draw.choice(packages)["en_short"] + "."]
        if natural:
            parts += [draw.choice(sentences) for _ in range(draw.choice(lengths))]
        else:
            words = len(parts[0].split())
            while words < WORDS:
                parts.append(draw.choice(sentences))
                words += len(parts[-1].split())
        texts[" ".join(parts)] = None
    return list(texts)
