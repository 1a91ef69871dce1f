"""``python -m vigie_agent`` is the vigie-agent command."""

import sys

from vigie_agent.cli import main

sys.exit(main())
