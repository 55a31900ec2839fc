"""`site`: the editions and the guide become a web site."""

import argparse

from fordelning.base.status import FINE

from .usage import writing


def site(given: argparse.Namespace) -> int:
    """Make the site, and say where it is."""
    from fordelning.publish.edition.overview import INDEX
    from fordelning.publish.site.site import make

    with writing():
        count = make(given.reports, given.docs, given.folder)
    what = "en utgåva" if count == 1 else f"{count} utgåvor"
    print(f"Webbplatsen har {what} och handledningen. Den börjar i {given.folder / INDEX}.")
    return FINE
