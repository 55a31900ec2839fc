"""What an edition tells to those who look for data: by the profile's own rules, and the same as its manifest."""

import copy as copying
import json
import re
from pathlib import Path

import pyshacl
import pytest
from bs4 import BeautifulSoup
from conftest import CASES, ROOT, SEED, command, edit
from rdflib import RDF, Graph, Namespace, URIRef

from fordelning.base import publisher
from fordelning.publish.edition import catalog as catalogs
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report

AT = "https://kommun.example/rapporter/"  # where an edition may come to lie
SHAPES = Graph().parse(ROOT / "tests" / "dcat-ap-se.ttl")
DCAT, DCTERMS = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
PROV, SPDX = Namespace("http://www.w3.org/ns/prov#"), Namespace("http://spdx.org/rdf/terms#")
SCHEMA = Namespace("https://schema.org/")
pytestmark = pytest.mark.filterwarnings(
    "ignore:(ConjunctiveGraph|Dataset)[. ]:DeprecationWarning"
)  # of the validator's own
COMMIT = {"id": "a" * 40, "changed": False}
TOLD = {"commit": COMMIT, "outputs": {"beslutsrapport.html": "0" * 64}, "sizes": {"beslutsrapport.html": 1}}


def read(told: str, at: str) -> Graph:
    """JSON-LD as a program reads it that has fetched it from the address `at`."""
    return Graph().parse(data=told, format="json-ld", publicID=at)


def faults(told: dict, at: str = f"{AT}fall/catalog.jsonld") -> str:
    """What the profile has against a catalog, in the validator's words; "" where it is as it should be."""
    sound, _, said = pyshacl.validate(read(json.dumps(told), at), shacl_graph=SHAPES)
    return "" if sound else said


def made(case: Path, told: dict = TOLD) -> dict:
    return catalogs.catalog(Report.make(EditionParameters.check({"case": str(case)})), told)


def of_edition(folder: Path) -> tuple[dict, dict]:
    return tuple(json.loads((folder / name).read_text("utf-8")) for name in ("catalog.jsonld", "manifest.json"))


@pytest.mark.parametrize("edition", ["tkr"], indirect=True)
def test_an_editions_catalog_is_as_the_profile_wants_and_as_its_manifest_says(edition):
    told, manifest = of_edition(edition[1])
    assert faults(told) == ""
    graph, at = read(json.dumps(told), f"{AT}fall/catalog.jsonld"), f"{AT}fall/"
    found = {}
    for file in graph.objects(None, DCAT.distribution):
        checksum = graph.value(file, SPDX.checksum)
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        digest, size = graph.value(checksum, SPDX.checksumValue), graph.value(file, DCAT.byteSize)
        name = str(graph.value(file, DCAT.downloadURL)).removeprefix(at)
        assert graph.value(file, DCAT.accessURL) == URIRef(at + name)
        found[name] = (str(digest).lower(), int(size))
    expected = {name: (digest, manifest["sizes"][name]) for name, digest in manifest["outputs"].items()}
    assert expected.pop("catalog.jsonld")[1] == (edition[1] / "catalog.jsonld").stat().st_size
    assert found == expected
    [dataset] = graph.subjects(RDF.type, DCAT.Dataset)
    [code] = graph.objects(graph.value(dataset, PROV.wasGeneratedBy), PROV.used)
    assert str(graph.value(code, DCTERMS.identifier)) == manifest["commit"]["id"]


def dataset(told: dict) -> dict:
    return told["dcat:dataset"][0]


BROKEN = {
    "no title": lambda told: told.pop("dcterms:title"),
    "no description of the dataset": lambda told: dataset(told).pop("dcterms:description"),
    "a title without a language": lambda told: dataset(told).update({"dcterms:title": "Granskning"}),
    "no publisher": lambda told: dataset(told).pop("dcterms:publisher"),
    "a publisher without a name": lambda told: (
        told["dcterms:publisher"].pop("foaf:name"),
        dataset(told)["dcterms:publisher"].pop("foaf:name"),
    ),
    "no licence": lambda told: told.pop("dcterms:license"),
    "another licence": lambda told: told["dcterms:license"].update(
        {"@id": "http://creativecommons.org/licenses/by/4.0/"}
    ),
    "no file": lambda told: dataset(told).pop("dcat:distribution"),
    "a file without an address": lambda told: dataset(told)["dcat:distribution"][0].pop("dcat:accessURL"),
    "a file without a checksum": lambda told: dataset(told)["dcat:distribution"][0].pop("spdx:checksum"),
    "a checksum that is none": lambda told: dataset(told)["dcat:distribution"][0]["spdx:checksum"][
        "spdx:checksumValue"
    ].update({"@value": "xyz"}),
    "a size that is none": lambda told: dataset(told)["dcat:distribution"][0]["dcat:byteSize"].update({"@value": "-1"}),
    "no theme": lambda told: dataset(told).pop("dcat:theme"),
    "a day that is none": lambda told: dataset(told)["dcterms:modified"].update({"@value": "i går"}),
    "no origin": lambda told: dataset(told).pop("prov:wasDerivedFrom"),
    "a contact without an address": lambda told: dataset(told).update(
        {"dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": "Registrator"}}
    ),
}


@pytest.fixture(scope="module")
def sound() -> dict:
    told = made(SEED)
    assert faults(told) == ""
    return told


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_catalog_is_noticed(sound, fault):
    told = copying.deepcopy(sound)
    BROKEN[fault](told)
    assert faults(told)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_that_comes_with_the_project_has_a_sound_catalog(case):
    assert faults(made(case)) == ""


def test_what_is_not_known_is_left_out(copy):
    edit(copy.folder, lambda told: [told.pop(name) for name in ("licenses", "description", "sources")])
    told = made(copy.folder, {**TOLD, "commit": None})
    assert faults(told) == ""
    assert "dcterms:license" not in dataset(told)["dcat:distribution"][0]
    assert "dcat:contactPoint" not in dataset(told)
    assert "prov:used" not in dataset(told)["prov:wasGeneratedBy"]


def test_a_publisher_with_an_address_of_mail_is_a_contact(monkeypatch):
    own = publisher.Publisher("Revisorerna i Norrby", "valda av fullmäktige", "skriv till revision@norrby.example.")
    monkeypatch.setattr(publisher, "PUBLISHER", own)
    told = made(SEED)
    assert faults(told) == ""
    assert dataset(told)["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:revision@norrby.example"}
    assert dataset(told)["dcterms:publisher"]["foaf:name"] == "Revisorerna i Norrby"


def scripts(page: str) -> list:
    return BeautifulSoup(page, "html.parser")("script")


@pytest.mark.parametrize("edition", ["tkr"], indirect=True)
def test_every_page_tells_its_origin_as_data_that_nothing_runs(edition):
    manifest = of_edition(edition[1])[1]
    pages = sorted(edition[1].glob("*.html"))
    assert pages
    for path in pages:
        [script] = scripts(path.read_text("utf-8"))
        assert script.attrs == {"type": "application/ld+json"}
        assert "script-src" not in path.read_text("utf-8") and "default-src 'none'" in path.read_text("utf-8")
        graph = read(script.string, f"{AT}fall/{path.name}")
        page = URIRef(f"{AT}fall/catalog.jsonld#datamangd")
        assert (page, RDF.type, SCHEMA.Dataset) in graph
        document = graph.value(page, PROV.wasDerivedFrom)
        assert str(graph.value(document, DCTERMS.identifier)) == "KS-2020/2689.111"
        made_by = graph.value(page, PROV.wasGeneratedBy)
        versions = graph.objects(graph.value(made_by, PROV.wasAssociatedWith), DCAT.version)
        assert [str(version) for version in versions] == [manifest["versions"]["fordelning"]]
        assert str(graph.value(graph.value(made_by, PROV.used), DCTERMS.identifier)) == manifest["commit"]["id"]


def test_no_title_gets_out_of_the_data(copy):
    hostile = "</script><script>alert(1)</script><!-- & \u2028"
    edit(copy.folder, lambda told: told.update(description=hostile))
    told = catalogs.described(Report.make(EditionParameters.check({"case": str(copy.folder)})), COMMIT)
    assert not re.search("[<>&]", told)
    assert json.loads(told)["description"].endswith(hostile)
    assert len(scripts(f"<script type='application/ld+json'>{told}</script>")) == 1


def test_it_is_the_same_each_time():
    report = Report.make(EditionParameters.check({"case": str(SEED)}))
    first = json.dumps([catalogs.catalog(report, TOLD), catalogs.described(report, COMMIT)])
    assert first == json.dumps([catalogs.catalog(report, TOLD), catalogs.described(report, COMMIT)])


@pytest.mark.slow
def test_an_edition_is_made_anew_the_same_where_the_commit_is_not_known(tmp_path):
    given = ("--notebooks", ROOT / "notebooks" / "beslutsrapport.ipynb")
    assert command("report", SEED.name, "--reports", tmp_path, *given).returncode == 0
    assert of_edition(tmp_path / SEED.name)[1]["commit"]
    done = command("verify", tmp_path / SEED.name, *given, GIT_DIR=str(tmp_path / "inget"))
    assert done.returncode == 0, done.stderr
    assert "finns inte här" in done.stdout
