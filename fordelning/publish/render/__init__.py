"""From an executed notebook to a page and a PDF."""
