"""What a call raises. The message is a sentence: the service's own, where it answered."""


class GolongrlError(Exception):
    """Any failure of a call to the service."""


class Refused(GolongrlError):
    """The service refuses the request: a wrong token, record, option or route. Asking again would not help."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Unavailable(GolongrlError):
    """No answer within the client's patience: the service is down, or stays busy."""
