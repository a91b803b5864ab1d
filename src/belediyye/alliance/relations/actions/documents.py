"""Policy documents: written in versions, submitted, approved or returned."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import keep, numbered, put
from belediyye.alliance.relations.models import DocumentVersion, PolicyDocument
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor


@action("relations.document.keep", says=gettext_lazy("kept a policy document"), allow=access.may_coordinate)
def keep_document(*, actor: Actor, document: PolicyDocument, on: date) -> PolicyDocument:
    """Opens a policy document, or keeps its changed title, kind and day of review."""
    if not document.pk:
        document.number = numbered("S", on.year)
    return keep(document)


@action(
    "relations.document.write",
    says=gettext_lazy("wrote a version of a policy document"),
    allow=access.may_coordinate,
)
def write_document(*, actor: Actor, version: DocumentVersion, on: date) -> DocumentVersion:
    """Adds the next version as a draft. Refuses while another version waits for approval."""
    versions = version.document.versions
    if versions.filter(state__in=["draft", "submitted"]).exists():
        raise Refused(_("Another version is not decided yet; correct that one."))
    last = versions.order_by("-number").first()
    version.number, version.made_on, version.made_by = (last.number + 1 if last else 1), on, actor.name
    version.state = DocumentVersion.State.DRAFT
    return keep(version)


@action("relations.document.correct", says=gettext_lazy("corrected a draft"), allow=access.may_coordinate)
def correct_document(*, actor: Actor, version: DocumentVersion) -> DocumentVersion:
    """Keeps the changed text of a draft or of a returned version, which is a draft again."""
    if version.state not in {DocumentVersion.State.DRAFT, DocumentVersion.State.RETURNED}:
        raise Refused(_("A version that was submitted no longer changes; write a new one."))
    version.state = DocumentVersion.State.DRAFT
    return keep(version)


@action(
    "relations.document.submit",
    says=gettext_lazy("submitted a version for approval"),
    allow=access.may_coordinate,
)
def submit_document(*, actor: Actor, version: DocumentVersion) -> None:
    """Sends a draft to those who approve; its text no longer changes."""
    if version.state != DocumentVersion.State.DRAFT:
        raise Refused(_("Only a draft is submitted."))
    put(version, state=DocumentVersion.State.SUBMITTED)


@action("relations.document.decide", says=gettext_lazy("decided a version"), allow=access.may_coordinate)
def decide_document(
    *, actor: Actor, version: DocumentVersion, approve: bool, decision: str, on: date
) -> None:
    """Approves (the version in force before is replaced) or returns for correction."""
    if version.state != DocumentVersion.State.SUBMITTED:
        raise Refused(_("Only a submitted version is decided."))
    if not approve:
        put(version, state=DocumentVersion.State.RETURNED, decision=decision, decided_on=on)
        return
    in_force = version.document.versions.filter(state=DocumentVersion.State.APPROVED).first()
    if in_force is not None:
        put(in_force, state=DocumentVersion.State.REPLACED)
    put(version, state=DocumentVersion.State.APPROVED, decision=decision, decided_on=on)
