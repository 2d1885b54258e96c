"""`python -m matchmaker` is what `make run` runs."""

import sys

from matchmaker.embedded.supervisor import main

if __name__ == "__main__":
    sys.exit(main())
