"""A warning where most responses of a task type fail the think gate."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from .client import Verdict

FIRST_LOOK = 32


class GateWatch:
    """Counts verdicts by task type; warns after 32 of a task type, and again whenever their number has doubled."""

    def __init__(self) -> None:
        self._responses: dict[str, int] = {}
        self._failed: dict[str, int] = {}
        self._next_look: dict[str, int] = {}

    def see(self, verdicts: Iterable[Verdict]) -> None:
        for verdict in verdicts:
            task = verdict["taskType"]
            self._responses[task] = self._responses.get(task, 0) + 1
            self._failed[task] = self._failed.get(task, 0) + (verdict["reason"] == "bad format")
        for task, responses in self._responses.items():
            if responses < self._next_look.get(task, FIRST_LOOK):
                continue
            self._next_look[task] = 2 * responses
            failed = self._failed[task]
            if failed * 2 > responses:
                warnings.warn(
                    f'{task}: {failed} of {responses} responses fail the think gate ("bad format", reward 0). If prompts end '
                    'with the opening tag, serve with --task-options \'{"gate":{"open":"prefilled"}}\'; if the model does '
                    'not think, with \'{"gate":{"close":"optional"}}\'.',
                    stacklevel=3,
                )
