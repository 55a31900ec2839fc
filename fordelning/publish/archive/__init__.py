"""An edition packed for an archive: an E-ARK submission package in one file."""
