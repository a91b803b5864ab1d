"""People, their roles and their accounts: given and ended by action, never deleted."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import access
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Membership, Municipality, Organisation, Person, User


@action("core.account.open", says=gettext_lazy("opened an account"), allow=access.may_keep_people)
def open_account(
    *,
    actor: Actor,
    username: str,
    password: str,
    surname: str,
    name: str,
    patronymic: str = "",
    role: str,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    starts: date,
) -> User:
    """Opens an account for a new person with one role. Refuses a name that is taken and a weak password."""
    if User.objects.filter(username=username).exists():
        raise Refused(_("The account name “%(name)s” is taken; choose another.") % {"name": username})
    person = Person(surname=surname, name=name, patronymic=patronymic)
    user = User(username=username, first_name=name, last_name=surname)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.save()
    user.person = person
    user.set_password(password)
    user.save()
    Membership.objects.create(
        person=person, role=role, municipality=municipality, organisation=organisation, starts=starts
    )
    log(user, municipality_id=municipality.pk if municipality else None, role=role, person=str(person))
    return user


@action("core.role.give", says=gettext_lazy("gave a role"), allow=access.may_keep_people)
def give_role(
    *,
    actor: Actor,
    person: Person,
    role: str,
    starts: date,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    basis: str = "",
) -> Membership:
    """Gives a person a role from a day on."""
    membership = Membership.objects.create(
        person=person,
        role=role,
        municipality=municipality,
        organisation=organisation,
        starts=starts,
        basis=basis,
    )
    log(membership, role=role, starts=starts)
    return membership


@action("core.role.end", says=gettext_lazy("ended a role"), allow=access.may_keep_people)
def end_role(*, actor: Actor, membership: Membership, ends: date) -> None:
    """Ends a role with the close of a day; the record of having held it stays."""
    if ends < membership.starts:
        raise Refused(
            _("A role cannot end before it began (%(day)s).") % {"day": f"{membership.starts:%d.%m.%Y}"}
        )
    membership.ends = ends
    membership.save(update_fields=["ends"])
    log(membership, ends=ends)
