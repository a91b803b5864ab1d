"""Members, people, stakeholders, donors, experts, events, papers, things and the alliance's own books."""
