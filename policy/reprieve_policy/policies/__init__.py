"""One file for each policy: its settings, its judgement, and what would mend it."""
