"""ALLIANCE: with whom, and where to."""
