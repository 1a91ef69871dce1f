"""What can go wrong, named after what must be done next. The message is a sentence for a person."""


class AgentFault(Exception):
    """An expected fault: one sentence that says what, where and what to do."""

    exit_code = 1


class BadSetting(AgentFault):
    """The command line or the settings file must be corrected."""

    exit_code = 2


class ActionRequired(AgentFault):
    """A person must act (enrol again, ask for a key, fix rights); trying again is no use."""

    exit_code = 3


class ReportRefused(ActionRequired):
    """The collector will never take this report: it is set aside, and the next ones go on."""


class TryLater(AgentFault):
    """The collector or the network is not available; what waits is kept and sent later."""

    exit_code = 4

    def __init__(self, message: str, after_seconds: int = 0) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds
        """Delay asked for by the collector, 0 when it asked for none."""


class AlreadyRunning(AgentFault):
    """Another run holds the state folder."""

    exit_code = 5
