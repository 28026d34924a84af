"""A letter goes to one person, in text and HTML, cannot be given foreign headers, and keeps its name."""

import pytest
from django.core import mail as outgoing
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from esn.lib.mail import Mail, message_id_for, send

LETTER = Mail(
    to="Rita <rita@example.com>",
    subject="What burns",
    text="Two potatoes.",
    html="<p>Two potatoes.</p>",
    message_id=message_id_for("digest", 7, "2026-03-02"),
    headers={"List-Unsubscribe": "<https://potluck.example/u/abc>"},
)


def sent() -> EmailMultiAlternatives:
    (letter,) = outgoing.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def test_a_letter_has_both_forms_and_says_that_a_machine_wrote_it() -> None:
    send(LETTER)
    message = sent().message()
    assert message["To"] == "Rita <rita@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://potluck.example/u/abc>"
    assert message["Message-ID"] == LETTER.message_id
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_letter_without_html_is_plain() -> None:
    send(Mail(to="rita@example.com", subject="Hi", text="Hello", message_id=message_id_for(1)))
    assert sent().message().get_content_type() == "text/plain"


def test_the_same_letter_always_bears_the_same_name() -> None:
    assert message_id_for("digest", 7) == message_id_for("digest", 7)
    assert len({message_id_for("a", "bc"), message_id_for("ab", "c"), message_id_for("abc")}) == 3
    assert message_id_for("x").startswith("<")
    assert message_id_for("x").endswith(">")


def test_line_breaks_in_a_subject_become_spaces() -> None:
    send(Mail(to="rita@example.com", subject="A\r\nBcc: eve@example.com\n", text="x", message_id=message_id_for(1)))
    message = sent().message()
    assert message["Subject"] == "A Bcc: eve@example.com"
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "letter",
    [
        Mail(to="rita@example.com\r\nBcc: eve@example.com", subject="A", text="x", message_id=message_id_for(1)),
        Mail(to="rita@example.com", subject="A", text="x", message_id="<a@b>\nBcc: eve@example.com"),
        Mail(to="rita@example.com", subject="A", text="x", message_id="<a@b>", headers={"X-A": "1\r\nBcc: e@e.org"}),
    ],
)
def test_a_line_break_in_any_other_header_sends_nothing(letter: Mail) -> None:
    with pytest.raises((BadHeaderError, ValueError)):
        send(letter)
    assert not [sent for sent in outgoing.outbox if "Bcc" in sent.message()]
