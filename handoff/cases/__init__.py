"""A complaint, from its first word until it is settled and learnt from."""

from handoff.cases.models import Acceptance, Answer, Assessment, Case, Draft, Issue, Party, RemedyItem
from handoff.cases.moving import Actor, move, unmet
from handoff.cases.opening import Complaint, SuggestedTopic, open_case
from handoff.cases.parties import Contact

__all__ = [
    "Acceptance",
    "Actor",
    "Answer",
    "Assessment",
    "Case",
    "Complaint",
    "Contact",
    "Draft",
    "Issue",
    "Party",
    "RemedyItem",
    "SuggestedTopic",
    "move",
    "open_case",
    "unmet",
]
