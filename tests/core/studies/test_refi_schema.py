"""What leaves has the shape of the schema, and what QualCoder needs beyond it."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from pyrefiqda.models import codebook as codebook_models
from pyrefiqda.models import project as project_models
from tests.core.studies.coded_demo import codebook
from tests.core.studies.exchanged_demo import GUID, NAMESPACE, demo_project, mixed_project, opened

from kapea.core.studies.refi_codebook import refi_codebook
from kapea.core.studies.refi_qda import refi_project_file
from kapea.core.studies.study_exchange import exchanged_codes


def test_what_qualcoder_needs_beyond_the_schema():
    held = opened(refi_project_file(mixed_project(), NAMESPACE))
    assert next(iter(held)) == "project.qde"
    root = fromstring(held["project.qde"])
    ns = {"q": "urn:QDA-XML:project:1.0"}
    for source in [*root.iterfind(".//q:TextSource", ns), *root.iterfind(".//q:Note", ns)]:
        path = source.get("plainTextPath")
        assert path == f"internal://{source.get('guid')}.txt"
        assert f"sources/{source.get('guid')}.txt" in held
    assert root.find(".//q:PlainTextContent", ns) is None
    selections = root.findall(".//q:PlainTextSelection", ns)
    assert all(GUID.fullmatch(s.get("creatingUser", "")) for s in selections)
    assert all(len(s.findall("q:Coding", ns)) <= 1 for s in selections)
    assert {c[0].tag for c in root.iterfind(".//q:Coding", ns)} == {"{urn:QDA-XML:project:1.0}CodeRef"}
    places = [
        (s.get("startPosition"), s.get("creatingUser"), bool(s.findall("q:Coding", ns))) for s in selections
    ]
    assert len(places) == len(set(places))
    names = [c.get("name") for c in root.iterfind(".//q:Code", ns)]
    assert len(names) == len(set(names))
    themes = [c for c in root.iterfind(".//q:Code", ns) if c.get("isCodable") == "false"]
    assert len(themes) == 7


def model_order(model):
    """Names of children in the order of the schema, with the models that hold what is inside them."""
    fields = [(f.xsdata_metadata, f.annotation, f.is_required()) for f in model.model_fields.values()]
    elements = [
        (told["name"], inner_model(kind)) for told, kind, _ in fields if told.get("type") == "Element"
    ]
    required = {
        told.get("name", key)
        for key, (told, _, must) in zip(model.model_fields, fields, strict=True)
        if must and told.get("type") == "Attribute"
    }
    allowed = {
        told.get("name", key)
        for key, (told, _, _) in zip(model.model_fields, fields, strict=True)
        if told.get("type") == "Attribute"
    }
    return elements, required, allowed


def inner_model(kind):
    kinds = [kind, *getattr(kind, "__args__", ())]
    return next((k for k in kinds if isinstance(k, type) and hasattr(k, "model_fields")), None)


def faults_against(element, model):
    """What the models of the schema say against an element: order, names, attributes, GUIDs."""
    elements, required, allowed = model_order(model)
    order = [name for name, _ in elements]
    found = [child.tag.rpartition("}")[2] for child in element]
    if unknown := set(found) - set(order):
        return [f"{element.tag}: no {unknown}"]
    faults = [f"{element.tag}: order {found}"] if found != sorted(found, key=order.index) else []
    faults += [f"{element.tag}: lacks {name}" for name in required - set(element.attrib)]
    faults += [f"{element.tag}: no attribute {name}" for name in set(element.attrib) - allowed]
    ids = {"guid", "creatingUser", "targetGUID"} & set(element.attrib)
    faults += [f"{element.tag}: {name}" for name in ids if not GUID.fullmatch(element.get(name))]
    inside = dict(elements)
    return faults + [
        fault
        for child, name in zip(element, found, strict=True)
        if inside[name] is not None
        for fault in faults_against(child, inside[name])
    ]


def test_st_r38_elements_stand_in_the_order_of_the_schema_with_all_it_requires():
    """The models are made from the schema of 1.0, field by field in its order."""
    for made in (demo_project(), mixed_project()):
        root = fromstring(opened(refi_project_file(made, NAMESPACE))["project.qde"])
        assert faults_against(root, project_models.Project) == []
    book = fromstring(refi_codebook(exchanged_codes(codebook().live), NAMESPACE))
    assert faults_against(book, codebook_models.CodeBook) == []
    root[:] = root[::-1]
    assert faults_against(root, project_models.Project) != []
