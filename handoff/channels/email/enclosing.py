"""What came along with a letter: pictures and PDF files are kept, and the complainant hears which files could not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handoff.cases import Case
from handoff.cases.moving import CUSTOMER
from handoff.channels.email.writing import write
from handoff.conversations.attaching import inspect_file
from handoff.conversations.filing import InspectedFile, clean_name, file_into_case
from handoff.db import Transaction
from handoff.errors import Invalid, TooLarge
from handoff.follow_ups.wording import Said
from handoff.i18n import isolate, left_to_right, mark, translate
from handoff.mail import Attachment

MOST = 10  # files of one letter

SUBJECT = mark("Case {number}: some of your files could not be kept")
BODY = mark(
    "Thank you, your letter is with the case. These files could not be kept: {names}.\n\n"
    "Pictures (JPEG, PNG, WebP, GIF) and PDF files of up to {megabytes} MB can be sent, ten in a letter. "
    "Please send them again in one of these forms."
)


class Enclosed(NamedTuple):
    """`refused` are names."""

    files: Sequence[InspectedFile]
    refused: Sequence[str]
    limit: int


async def inspect_enclosed(attachments: Sequence[Attachment], *, limit: int) -> Enclosed:
    """Each file told from its content. `limit` is the largest, in bytes."""
    files, refused = [], [clean_name(attachment.name) for attachment in attachments[MOST:]]
    for attachment in attachments[:MOST]:
        try:
            kind, content = await inspect_file(attachment.content, limit=limit)
        except (Invalid, TooLarge):
            refused.append(clean_name(attachment.name))
        else:
            files.append(InspectedFile(attachment.name, kind, content, attachment.content))
    return Enclosed(files, refused, limit)


async def keep_enclosed(tx: Transaction, case: Case, enclosed: Enclosed, *, by: str, key: str) -> None:
    """Keep the files with the case. `key` names the letter: the complainant hears of refused files once."""
    await file_into_case(tx, case, enclosed.files, actor=by)
    if enclosed.refused and by == CUSTOMER.name:
        subject = translate(case.language, SUBJECT, number=left_to_right(case.number))
        body = translate(
            case.language,
            BODY,
            names=translate(case.language, ", ").join(isolate(name) for name in enclosed.refused),
            megabytes=enclosed.limit // (1024 * 1024),
        )
        await write(tx, case, Said(subject, body), template="files_refused", key=key)
