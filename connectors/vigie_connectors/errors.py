"""What can go wrong with a source, named after what must happen next."""


class ConnectorError(Exception):
    """A source could not be read.

    Args:
        sentence: French sentence with {named} places: what, where, what to do (also a gettext id).
        values: what stands in those places.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values


class ActionRequired(ConnectorError):
    """A person must change something: a path, a password, a right."""


class TryLater(ConnectorError):
    """The source may answer by itself later.

    Args:
        sentence: as in `ConnectorError`.
        seconds: how long to wait before the next try.
        values: as in `ConnectorError`.
    """

    def __init__(self, sentence: str, seconds: int = 300, **values: object) -> None:
        super().__init__(sentence, **values)
        self.seconds = seconds
