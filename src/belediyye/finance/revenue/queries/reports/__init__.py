"""The reports of the room: set-based questions over the entries, each with its day; docs/algorithms/reports.md says what a column means."""
