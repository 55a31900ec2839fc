"""An edition: all documents of one report, what they were made from, and the shelf they are put on."""
