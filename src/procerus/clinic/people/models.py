"""Who there is: clinics, accounts and their roles, patients and where they are registered."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from procerus.clinic.people.names import key_of

KEPT: Any = models.PROTECT


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; e-mail addresses differ in more than their case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None) -> Account:
        """A new account; without a password it can be entered by an invitation only."""
        account = self.model(email=email.strip().lower(), name=name.strip())
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody who logs in: staff, a patient or a carer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    def __str__(self) -> str:
        return self.name


class Clinic(models.Model):
    """A clinic. An installation may hold several; staff of one see nothing of the others."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    timezone = models.CharField(max_length=60, default="Europe/London")
    policy = models.CharField(max_length=60, default="nice-ta260")
    protocol = models.CharField(max_length=60, default="preempt")
    product = models.CharField(max_length=60, default="botox")
    label = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody is; `access/permissions.toml` says what each may do."""

    PATIENT = "patient"
    CARER = "carer"
    NURSE = "nurse"
    DOCTOR = "doctor"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Membership(models.Model):
    """A role of an account at a clinic, from a day until another; it is ended, never removed."""

    account = models.ForeignKey(Account, KEPT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, KEPT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "clinic"], condition=models.Q(ended=None), name="one_role_at_a_clinic"
            ),
        )


class Patient(models.Model):
    """A person who is treated. What is known of their health stands in `record`, never here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    born = models.CharField(max_length=10, blank=True)
    """YYYY-MM-DD, or YYYY-MM or YYYY where that is all that is known."""
    sex = models.CharField(max_length=10, blank=True)
    policy = models.CharField(max_length=60, blank=True)
    """The payer's policy, where it is another than the clinic's."""
    account = models.OneToOneField(Account, KEPT, null=True, related_name="patient")
    into = models.ForeignKey("self", KEPT, null=True, related_name="merged", db_index=False)
    """The registration that this one was merged into; `people.merging` alone sets it."""
    revision = models.PositiveBigIntegerField(default=0)
    """Grows with every write about the person, in the same transaction."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=["family", "given"]),
            models.Index(fields=["born"]),
            # Of the merged alone: SQLite would look for nearly everybody, who is not, by an index of all.
            models.Index(fields=["into"], condition=models.Q(into__isnull=False), name="merged_into"),
        )

    def __str__(self) -> str:
        return f"{self.family}, {self.given}"

    @property
    def person(self) -> Patient:
        """The registration of this person that is kept: itself, unless it was merged into another."""
        return self.into or self


class NameKey(models.CharField):  # type: ignore[type-arg]  # Django has no such brackets at run time
    """The patient's name as it is looked up and sorted; written with every row, also with many at once."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        patient = model_instance.patient
        made = key_of(patient.family, patient.given)
        setattr(model_instance, self.attname, made)
        return made


class Registration(models.Model):
    """A patient at a clinic, under the clinic's own number."""

    patient = models.ForeignKey(Patient, KEPT, related_name="registrations")
    clinic = models.ForeignKey(Clinic, KEPT, related_name="registrations")
    number = models.CharField(max_length=40)
    key = NameKey(max_length=400, editable=False)
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["clinic", "key", "id"]),)
        constraints = (
            models.UniqueConstraint(fields=["clinic", "number"], name="one_number_one_patient"),
            models.UniqueConstraint(fields=["clinic", "patient"], name="registered_once_at_a_clinic"),
        )


class Care(models.Model):
    """A carer who may see and keep a patient's diary, because the patient or the clinic said so."""

    carer = models.ForeignKey(Account, KEPT, related_name="cares_for")
    patient = models.ForeignKey(Patient, KEPT, related_name="carers")
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["carer", "patient"], condition=models.Q(ended=None), name="cares_once_for_a_patient"
            ),
        )


class BrokenGlass(models.Model):
    """Somebody opened a record that is not their clinic's, and said why. The patient sees it."""

    account = models.ForeignKey(Account, KEPT, related_name="+")
    clinic = models.ForeignKey(Clinic, KEPT, related_name="+")
    patient = models.ForeignKey(Patient, KEPT, related_name="broken_glass")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()


class Identity(models.Model):
    """A correction of a name, a birth date, a sex or a number: what stood there, what does now, and why."""

    patient = models.ForeignKey(Patient, KEPT, related_name="corrections")
    clinic = models.ForeignKey(Clinic, KEPT, related_name="+")
    what = models.CharField(max_length=10)
    """given, family, born, sex or policy of the patient; number of the registration at the clinic."""
    old = models.CharField(max_length=80, blank=True)
    new = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "at"]),)


class Merge(models.Model):
    """Somebody said that two registrations are one person; another one that `undoes` it takes it back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kept = models.ForeignKey(Patient, KEPT, related_name="+")
    other = models.ForeignKey(Patient, KEPT, related_name="+")
    clinic = models.ForeignKey(Clinic, KEPT, related_name="+")
    undoes = models.OneToOneField("self", KEPT, null=True, related_name="undone_by")
    """One-to-one: it is taken back once."""
    reason = models.TextField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)


class Invitation(models.Model):
    """A one-time code by which a patient, or a carer, gets an account. The code itself is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="invitations")
    clinic = models.ForeignKey(Clinic, KEPT, null=True, related_name="+")
    """None where the patient invited a carer."""
    role = models.CharField(max_length=20, choices=[(Role.PATIENT, "patient"), (Role.CARER, "carer")])
    code = models.CharField(max_length=64, unique=True)
    """A keyed hash of it."""
    by = models.ForeignKey(Account, KEPT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")


class WrongTry(models.Model):
    """A code that was wrong: who tried, as a keyed hash of an address or an account."""

    source = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["source", "at"]),)
