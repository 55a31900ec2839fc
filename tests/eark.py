"""`python eark.py PACKAGE`: what the E-ARK Foundation's validator says of a package, as JSON.

The validator fetches four vocabularies as it is loaded, though it carries the same: here it is given its own.
"""

import importlib.util
import sys
import urllib.request
from pathlib import Path

VOCABULARIES = Path(importlib.util.find_spec("eark_validator").origin).parent / "ipxml" / "resources" / "vocabs"

urllib.request.urlopen = lambda address: (VOCABULARIES / address.rpartition("/")[2]).open("rb")

from eark_validator.packages import PackageValidator  # noqa: E402

print(PackageValidator(Path(sys.argv[1])).validation_report.model_dump_json())
