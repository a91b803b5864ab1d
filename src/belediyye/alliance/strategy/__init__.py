"""The strategic plan as a living thing: its tree, its activities, what was done, what it proves and what is late."""
