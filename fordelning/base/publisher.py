"""Who publishes the reviews: told on the first page, at the foot of web pages and in what every file says of itself.

Whoever publishes them changes it here and nowhere else. The municipality that a review is of is what it is about, and
never who made it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Publisher:
    """Who stands for a review. `about` goes on after the name; `contact` is where a reader turns."""

    name: str
    about: str
    contact: str

    @property
    def imprint(self) -> str:
        """All of it, as a reader meets it."""
        return f"Utgivare: {self.name}, {self.about}. Kontakt: {self.contact}."


PUBLISHER = Publisher(
    name="Projektet fordelning",
    about="öppen programvara, fristående från kommunen",
    contact="ett ärende där projektets kod finns",
)


def title(document: str) -> str:
    """The title of the review of `document`, whose own title is kept as it is: its capital may be that of a name."""
    return f"Granskning av {document}"
