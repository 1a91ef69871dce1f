"""Errors of the classifiers, each carrying one sentence for the person who must act."""


class ClassifierError(Exception):
    """Root of this room's errors; its message is a sentence for a person."""


class KnowledgeError(ClassifierError):
    """A knowledge file must be corrected: the message names the file, the fault and the cure."""


class InputError(ClassifierError):
    """A file or option given by the user must be corrected."""
