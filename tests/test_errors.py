import pytest

from fordelning.base.errors import shorten, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Åtgärder", "Åtgärder"),
        ("en rad\ntill\u00a0här", "en rad\ntill\u00a0här"),
        ("röd\x1b[31m\ttext", "röd\\x1b[31m\\x09text"),
    ],
)
def test_what_a_terminal_would_obey_is_made_visible(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a" * 60, f"»{'a' * 60}»"), ("a" * 61, f"»{'a' * 60}…»"), ("en\nrad", "»en\\x0arad»")],
)
def test_what_was_found_is_told_on_one_line_of_sixty_characters(text, shown):
    assert shorten(text, 60) == shown
