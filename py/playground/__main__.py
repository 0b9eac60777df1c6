"""Entry of ``python -m playground``."""

from playground.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
