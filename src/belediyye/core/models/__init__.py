"""What is true about people, places, roles, papers and work, whatever the room."""

from belediyye.core.models.journal import Link, LogEntry, Series
from belediyye.core.models.people import Membership, Organisation, Person, Role, User
from belediyye.core.models.places import Area, CalendarDay, Municipality, PlaceClass
from belediyye.core.models.work import Job, StoredFile

__all__ = [
    "Area",
    "CalendarDay",
    "Job",
    "Link",
    "LogEntry",
    "Membership",
    "Municipality",
    "Organisation",
    "Person",
    "PlaceClass",
    "Role",
    "Series",
    "StoredFile",
    "User",
]
