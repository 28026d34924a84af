"""People at customers, and what reaches them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from itertools import count
from random import SystemRandom
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from issues.actions import contacts, potatoes
from issues.models import Contact, Customer, Issue
from people.models import Person

LINK = re.compile(r"https?://\S+/s/[\w-]{43}/")
NETWORKS = count(SystemRandom().randrange(0xFFFF00))


def visitor() -> Client:
    """A browser of nobody we know, from a network of its own."""
    return Client(REMOTE_ADDR=str(IPv4Address(0x0B000000 + next(NETWORKS))))


def letters_to(contact: Contact) -> list[EmailMultiAlternatives]:
    """The mails that went to a contact, the oldest first."""
    return [one for one in mail.outbox if one.to == [contact.email] and isinstance(one, EmailMultiAlternatives)]


def html_of(letter: EmailMultiAlternatives) -> str:
    """The HTML of a mail."""
    return str(letter.alternatives[0][0])


def path_in(letter: EmailMultiAlternatives) -> str:
    """The address of the customer's page in a mail."""
    found = LINK.search(str(letter.body))
    assert found is not None
    return urlsplit(found[0]).path


@pytest.fixture
def held(potato: Issue, carl: Person) -> Issue:
    """Carl holds it."""
    return potatoes.catch(potato, by=carl)


@pytest.fixture
def helen(aldera: Customer, rita: Person) -> Contact:
    """Of Aldera's logistics; English."""
    return contacts.add_contact(aldera, by=rita, name="Helen Shaw", email="helen@aldera.example", language="en")


@pytest.fixture
def marc(aldera: Customer, rita: Person) -> Contact:
    """Of Aldera's accounting; French."""
    return contacts.add_contact(aldera, by=rita, name="Marc Petit", email="marc@aldera.example", language="fr")
