"""What an edition tells to those who look for data: a catalog of its files (DCAT-AP-SE 3.0.1), and what it came of.

The catalog is catalog.jsonld; the same origin stands in every web page as schema.org's Dataset, which is data that
nothing runs. Addresses are relative, so that they are right wherever the edition is put, and what the case and the
publisher do not tell is left out.
"""

import json
import re
from typing import Any
from urllib.parse import quote

from fordelning.base import program, publisher
from fordelning.case.schema import DESCRIPTOR
from fordelning.report.front import identity
from fordelning.report.report import Report

from .overview import CATALOG, RESULT, called

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"  # what the Swedish profile wants of every catalog
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority/"
_THEMES = {"GOVE": "Regeringen och den offentliga sektorn", "ECON": "Ekonomi och finans"}
_MEDIA = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".ipynb": "application/json",
    ".json": "application/json",
}
_MAIL = re.compile(r"[^\s<>()@,;:]+@[\w-]+(?:\.[\w-]+)+")


def catalog(report: Report, manifest: dict) -> dict:
    """What catalog.jsonld holds of the edition of `report`, whose other files are those that `manifest` has."""
    license, sizes = _of_case(report)[1], manifest["sizes"]
    files = [_file(name, digest, sizes[name], license) for name, digest in manifest["outputs"].items()]
    return whole([_dataset(report, manifest["commit"], files)], report.edition.isoformat())


def whole(datasets: list[dict], modified: str) -> dict:
    """A catalog of `datasets`, as `catalog` has them; `modified` is its day, ÅÅÅÅ-MM-DD, "" where none is known."""
    name = publisher.PUBLISHER.name
    return {
        "@context": CONTEXT,
        "@id": _own("katalog"),
        "@type": "dcat:Catalog",
        "dcterms:title": _swedish(f"Granskningar som {name} har gett ut"),
        "dcterms:description": _swedish(
            "Granskningar av beslut om hur pengar fördelas: rapporter, siffror och underlag, med kontrollsummor."
        ),
        "dcterms:publisher": _publisher(),
        "dcterms:license": _license(CC0),
        "dcterms:language": _language(),
        **({"dcterms:modified": _day(modified)} if modified else {}),
        "dcat:dataset": datasets,
    }


def described(report: Report, commit: dict | None) -> str:
    """What a web page of the edition tells programs: JSON-LD that can stand in a script element as data."""
    files, license = {f"{report.case.name}.xlsx": ".xlsx", RESULT: ".json"}, _of_case(report)[1]
    told = {
        "@context": {"@vocab": "https://schema.org/", **CONTEXT},
        "@id": _own("datamangd"),
        "@type": "Dataset",
        "name": report.title,
        "description": _description(report),
        "identifier": report.case.name,
        "version": report.case.version,
        "inLanguage": "sv",
        "dateModified": report.edition.isoformat(),
        "keywords": list(report.subjects),
        "creator": {"@type": "Organization", "name": publisher.PUBLISHER.name},
        "publisher": {"@type": "Organization", "name": publisher.PUBLISHER.name},
        **({"license": license} if license else {}),
        "includedInDataCatalog": {"@id": _own("katalog"), "@type": "DataCatalog", "url": CATALOG},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": quote(name), "encodingFormat": _MEDIA[kind]}
            for name, kind in files.items()
        ],
        **_origin(report, commit),
    }
    # Nothing in it can end the element, or begin another.
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def moved(node: Any, folder: str) -> Any:
    """`node` of a catalog, as it is told in the folder above: its relative addresses begin with `folder`."""
    match node:
        case list():
            return [moved(one, folder) for one in node]
        case dict():
            return {
                key: f"{quote(folder)}/{value}" if key == "@id" and ":" not in value else moved(value, folder)
                for key, value in node.items()
            }
    return node


def _dataset(report: Report, commit: dict | None, files: list[dict]) -> dict:
    years = sorted(set(report.case.allocations["year"]))
    return {
        "@id": _own("datamangd"),
        "@type": "dcat:Dataset",
        "dcterms:title": _swedish(report.title),
        "dcterms:description": _swedish(_description(report)),
        "dcterms:identifier": report.case.name,
        "dcat:version": report.case.version,
        "dcterms:publisher": _publisher(),
        **_contact(),
        "dcat:theme": [
            {"@id": f"{_EU}data-theme/{code}", "@type": "skos:Concept", "skos:prefLabel": _swedish(name)}
            for code, name in _THEMES.items()
        ],
        "dcat:keyword": [_swedish(subject) for subject in report.subjects],
        "dcterms:language": _language(),
        "dcterms:modified": _day(report.edition.isoformat()),
        **({"dcterms:temporal": _period(int(years[0]), int(years[-1]))} if years else {}),
        **_origin(report, commit),
        "dcat:distribution": files,
    }


def _file(name: str, digest: str, size: int, license: str) -> dict:
    """The distribution that is the file `name`; `size` in bytes."""
    media = _MEDIA.get(name[name.rfind(".") :], "application/octet-stream")
    kind = {
        "@id": f"https://www.iana.org/assignments/media-types/{media}",
        "@type": ["dcterms:MediaType", "dcterms:MediaTypeOrExtent"],
        "rdfs:label": media,
    }
    return {
        "@id": f"{CATALOG}#fil-{quote(name)}",
        "@type": "dcat:Distribution",
        "dcterms:title": _swedish(called(name)),
        "dcat:accessURL": {"@id": quote(name)},
        "dcat:downloadURL": {"@id": quote(name)},
        "dcterms:format": kind,
        "dcat:mediaType": kind,
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "spdx:checksum": _checksum(digest),
        **({"dcterms:license": _license(license)} if license else {}),
    }


def _origin(report: Report, commit: dict | None) -> dict:
    """What the edition was derived from, and what made it, in PROV's words."""
    reference, digest = report.case.decision.known("reference"), report.case.source_digest
    return {
        "prov:wasDerivedFrom": {
            "@id": _own("handling"),
            "@type": "prov:Entity",
            "rdfs:label": report.case.source or report.case.title,
            **({"dcterms:identifier": reference} if reference else {}),
            **({"spdx:checksum": _checksum(digest)} if digest else {}),
        },
        "prov:wasGeneratedBy": {
            "@id": _own("korning"),
            "@type": "prov:Activity",
            "rdfs:label": f"Utgåvan gjordes med {program.NAME}",
            "prov:wasAssociatedWith": {
                "@id": _own("program"),
                "@type": "prov:SoftwareAgent",
                "rdfs:label": program.NAME,
                "dcat:version": program.versions()["fordelning"],
            },
            **({"prov:used": _code(commit)} if commit else {}),
        },
    }


def _code(commit: dict) -> dict:
    state = ", med ändringar efter den" if commit["changed"] else ""
    label = f"Programmets källkod: commit {commit['id']}{state}"
    return {"@id": _own("kallkod"), "@type": "prov:Entity", "rdfs:label": label, "dcterms:identifier": commit["id"]}


def _of_case(report: Report) -> tuple[str, str]:
    """What the case's descriptor says that it is, and the address of its licence; "" where it does not say."""
    told = json.loads(report.case.files[DESCRIPTOR].decode("utf-8-sig"))
    licenses = told.get("licenses") or [{}]
    address = licenses[0].get("path", "")
    if not address.startswith(("http://", "https://")):
        address = ""
    # Catalogs know these licences by their older address.
    return told.get("description", ""), re.sub(r"^https(?=://creativecommons\.org/)", "http", address)


def _description(report: Report) -> str:
    return " ".join(filter(None, (identity(report), _of_case(report)[0])))


def _contact() -> dict:
    """Where to turn, which the profile wants as an address of mail; {} where the publisher has told none."""
    found = _MAIL.search(publisher.PUBLISHER.contact)
    if not found:
        return {}
    told = {"vcard:fn": publisher.PUBLISHER.name, "vcard:hasEmail": {"@id": f"mailto:{found[0]}"}}
    return {"dcat:contactPoint": {"@id": _own("kontakt"), "@type": ["vcard:Organization", "vcard:Kind"], **told}}


def _publisher() -> dict:
    return {"@id": _own("utgivare"), "@type": "foaf:Agent", "foaf:name": publisher.PUBLISHER.name}


def _own(part: str) -> str:
    return f"{CATALOG}#{part}"


def _swedish(text: str) -> dict:
    return {"@language": "sv", "@value": text}


def _day(day: str) -> dict:
    return {"@type": "xsd:date", "@value": day}


def _period(first: int, last: int) -> dict:
    ends = {"dcat:startDate": _day(f"{first}-01-01"), "dcat:endDate": _day(f"{last}-12-31")}
    return {"@id": _own("period"), "@type": "dcterms:PeriodOfTime", **ends}


def _license(address: str) -> dict:
    return {"@id": address, "@type": "dcterms:LicenseDocument"}


def _language() -> dict:
    return {"@id": f"{_EU}language/SWE", "@type": "dcterms:LinguisticSystem"}


def _checksum(digest: str) -> dict:
    algorithm = {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"}
    value = {"@type": "xsd:hexBinary", "@value": digest}
    return {"@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": value}
