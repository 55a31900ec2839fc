"""The exit statuses of the command line, and which of them an error is."""

FINE, USAGE, INVALID_CASE, NOT_APPROVED, RENDERING_FAILED, DIFFERENT, GAPS = 0, 2, 3, 4, 5, 6, 7
INTERRUPTED = 128  # and the number of the signal, as a shell tells it


def of(error: Exception) -> int:
    """The status that a command ends with when it ends with `error`."""
    from .errors import CaseError, InputError  # not before there is an error: who only begins a command waits for it

    if isinstance(error, InputError):
        return USAGE
    return INVALID_CASE if isinstance(error, CaseError) else RENDERING_FAILED
