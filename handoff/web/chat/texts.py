"""Every text of the widget. The browser fetches them in one piece, so that no script carries words of its own."""

from __future__ import annotations

from handoff.i18n import direction, mark, translate

TEXTS = {
    "opener": mark("Chat with us"),
    "unread": mark("New messages: {count}"),
    "cannot_open": mark(
        "The chat cannot be opened for the moment. Please try again shortly, or use the complaint form."
    ),
    "title": mark("Complaints and help"),
    "close": mark("Close the chat"),
    "privacy": mark("What you write is confidential and used only to deal with your matter."),
    "privacy_link": mark("How we handle it"),
    "talk": mark("Conversation"),
    "choices": mark("Possible answers"),
    "you": mark("You"),
    "assistant": mark("Assistant"),
    "organisation": mark("The complaints desk"),
    "is_writing": mark("{name} is writing…"),
    "new_below": mark("{count} new"),
    "today": mark("Today"),
    "yesterday": mark("Yesterday"),
    "message": mark("Message"),
    "message_hint": mark("Write here"),
    "send": mark("Send"),
    "attach": mark("Attach a picture or a PDF"),
    "photo": mark("Take a photo"),
    "count": mark("{length} of {limit} characters"),
    "too_long": mark("{over} characters too many. Please send the rest as a second message (up to {limit} each)."),
    "sending": mark("Sending"),
    "sent": mark("Sent"),
    "seen": mark("Seen"),
    "failed": mark("Not sent"),
    "resend": mark("Resend"),
    "megabytes": mark("{size} MB"),
    "uploading": mark("Sending {name}"),
    "file_refused": mark("“{name}” cannot be sent here: up to 10 MB, pictures and PDF."),
    "file_not_sent": mark("The file did not get through. It is still here."),
    "with_assistant": mark("With the assistant (automated)"),
    "with_queue": mark("Waiting for a person"),
    "with_agent": mark("With {name}"),
    "with_nobody": mark("We will write to you"),
    "ended": mark("Ended"),
    "queue": mark("Your place in the queue"),
    "queue_first": mark("You are next."),
    "queue_place": mark("You are number {place} in the queue."),
    "queue_some": mark("You are in the queue."),
    "wait": mark("Expected wait: about {minutes} minutes."),
    "wait_short": mark("Expected wait: about a minute."),
    "wait_unknown": mark("We cannot yet say how long it will take."),
    "leave_queue": mark("Leave the queue"),
    "write_instead": mark("Write to me instead"),
    "reconnecting": mark("Reconnecting…"),
    "ask_person": mark("Talk to a person"),
    "device": mark("Another device"),
    "device_words": mark(
        "Open this link on the other device. It works once, for 15 minutes; the talk then moves there."
    ),
    "device_close": mark("Done"),
    "device_failed": mark("The link could not be made. Please try again shortly."),
    "copy_link": mark("Copy the link"),
    "end": mark("End the talk"),
    "end_sure": mark("End this talk?"),
    "end_yes": mark("End it"),
    "end_no": mark("Go on talking"),
    "over": mark("A registered complaint goes on in any case."),
    "gone": mark("This talk is no longer open in this browser. A registered complaint goes on in any case."),
    "again": mark("Start a new talk"),
    "receipt_title": mark("Your complaint is registered"),
    "receipt_number": mark("Number"),
    "receipt_secret": mark("Tracking code"),
    "copy": mark("Copy"),
    "copied": mark("Copied"),
    "copy_number": mark("Copy the number"),
    "copy_secret": mark("Copy the tracking code"),
    "receipt_look_up": mark("With number and tracking code you can look it up at any time:"),
    "receipt_track": mark("Look up a complaint"),
    "promise_ack": mark("We confirm receipt"),
    "promise_first_contact": mark("A person writes to you"),
    "promise_answer": mark("You have our answer"),
}


def widget_texts(language: str) -> dict[str, object]:
    """The texts as they stand, with their {placeholders}: the browser fills those in."""
    return {
        "language": language,
        "direction": direction(language),
        "texts": {key: translate(language, text) for key, text in TEXTS.items()},
    }
