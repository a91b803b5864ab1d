"""What is true about the alliance and everyone around it. None of it belongs to one municipality."""

from belediyye.alliance.relations.models.books import BookEntry
from belediyye.alliance.relations.models.confirmations import Confirmation
from belediyye.alliance.relations.models.contacts import Consent, Contact, ContactImport, Merge, Post
from belediyye.alliance.relations.models.documents import DocumentVersion, PolicyDocument
from belediyye.alliance.relations.models.events import Event, Invitation, Registration
from belediyye.alliance.relations.models.experts import Engagement, Expert, Topic
from belediyye.alliance.relations.models.fundraising import (
    Award,
    AwardLine,
    Call,
    ConceptNote,
    GrantReport,
    Proposal,
    ProposalLine,
    ProposalVersion,
)
from belediyye.alliance.relations.models.inventory import Count, CountLine, Item, Loan
from belediyye.alliance.relations.models.members import (
    Application,
    DuesEntry,
    DuesRate,
    Member,
    MemberKind,
    MemberRole,
)
from belediyye.alliance.relations.models.operator import Answer, Assessment, DevelopmentStep, Operator
from belediyye.alliance.relations.models.stakeholders import (
    Agreement,
    Interaction,
    Issue,
    IssueStep,
    PartnerScore,
    Partnership,
    Position,
    Stakeholder,
)

__all__ = [
    "Agreement",
    "Answer",
    "Application",
    "Assessment",
    "Award",
    "AwardLine",
    "BookEntry",
    "Call",
    "ConceptNote",
    "Confirmation",
    "Consent",
    "Contact",
    "ContactImport",
    "Count",
    "CountLine",
    "DevelopmentStep",
    "DocumentVersion",
    "DuesEntry",
    "DuesRate",
    "Engagement",
    "Event",
    "Expert",
    "GrantReport",
    "Interaction",
    "Invitation",
    "Issue",
    "IssueStep",
    "Item",
    "Loan",
    "Member",
    "MemberKind",
    "MemberRole",
    "Merge",
    "Operator",
    "PartnerScore",
    "Partnership",
    "PolicyDocument",
    "Position",
    "Post",
    "Proposal",
    "ProposalLine",
    "ProposalVersion",
    "Registration",
    "Stakeholder",
    "Topic",
]
