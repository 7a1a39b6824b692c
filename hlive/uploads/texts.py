"""What visitors read about their uploads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadTexts:
    """Texts in English; give others to `Upload` for a page in another language.

    What stands in braces is filled in. `left_out` is the name that stands for all the files that
    were too many.
    """

    files: str = "Files"
    waiting: str = "Waiting"
    sending: str = "Sending"
    done: str = "Done"
    cancelled: str = "Cancelled"
    refused: str = "Refused"
    cancel: str = "Cancel"
    remove: str = "Remove"
    left_out: str = "{count} more"
    too_many: str = "No more than {limit} can be sent."
    too_large: str = "It is larger than {limit}."
    wrong_type: str = "Only {accept} can be sent here."
    no_room: str = "There is no room for it until others are removed."
    not_as_announced: str = "Something else arrived than was announced."
    unreadable: str = "It can't be read any more. Choose it again."
    not_stored: str = "It could not be stored."
