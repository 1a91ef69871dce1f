"""`python -m vigie_collector` is `vigie`."""

from vigie_collector.cli import main

main()
