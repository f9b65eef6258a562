"""The shipped KPI templates: complete, usable, and refused when they are wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.domain.computed import MEASURES
from smdash.domain.goals import Aggregation, KpiDraft, Level, Shape, check_kpi
from smdash.domain.text import name
from smdash.library.kpis import KpiTemplate, TemplateFault, load_kpi_templates, read_kpi_templates

GOOD = """
[[template]]
id = "leads"
name = "Leads"
definition = "People who asked for something."
type = "new leads"
unit = ""
shape = "increase"
aggregation = "sum"
level = "outcome"
cadence = "weekly"
"""


@pytest.fixture(params=load_kpi_templates(), ids=lambda template: template.id)
def template(request: pytest.FixtureRequest) -> KpiTemplate:
    found: KpiTemplate = request.param
    return found


def test_every_template_makes_a_kpi_once_it_has_its_numbers(template: KpiTemplate) -> None:
    falls = template.shape is Shape.DECREASE
    draft = KpiDraft(
        name(template.name),
        date(2026, 10, 1),
        date(2026, 12, 31),
        shape=template.shape,
        aggregation=template.aggregation,
        level=template.level,
        unit=template.unit,
        cadence=template.cadence,
        baseline=Decimal(9) if falls else None,
        target=None if template.shape is Shape.RANGE else Decimal(5),
        target_low=Decimal(3) if template.shape is Shape.RANGE else None,
    )
    assert check_kpi(draft) is draft


def test_the_template_says_what_it_means_and_what_to_type(template: KpiTemplate) -> None:
    assert template.definition.endswith(".")
    assert len(template.definition) <= 120
    assert len(template.type_) <= 60
    if template.aggregation is Aggregation.RATIO:
        assert "/" in template.type_


def test_a_template_that_can_be_computed_counts_as_its_measure_does(template: KpiTemplate) -> None:
    if template.measure:
        measure = MEASURES[template.measure]
        assert (template.aggregation, template.level) == (measure.aggregation, measure.level)
        assert template.unit == measure.unit


def test_an_unknown_measure_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kpi_templates.toml"
    file.write_text(GOOD + 'measure = "likes"\n', "utf-8")
    with pytest.raises(TemplateFault, match="“measure” must be one of posts, "):
        read_kpi_templates(file)


def test_all_levels_are_there_and_names_differ() -> None:
    templates = load_kpi_templates()
    assert {template.level for template in templates} == set(Level)
    assert len({template.name.casefold() for template in templates}) == len(templates)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('unit = ""\n', "", "template leads: “unit” is missing"),
        ("[[template]]\n", '[[template]]\ncolour = "red"\n', "“colour” is unknown"),
        ('"increase"', '"up"', "“shape” must be one of increase, decrease"),
        ('"Leads"', '" "', "“name” must be text"),
        ("[[template]]", "[[model]]", "must be a list of"),
        ("[[template]]", "[[template]", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, before: str, after: str, fault: str) -> None:
    file = tmp_path / "kpi_templates.toml"
    file.write_text(GOOD.replace(before, after), "utf-8")
    with pytest.raises(TemplateFault, match=r"kpi_templates\.toml") as raised:
        read_kpi_templates(file)
    assert fault in raised.value.message


def test_ids_are_unique(tmp_path: Path) -> None:
    file = tmp_path / "kpi_templates.toml"
    file.write_text(GOOD + GOOD, "utf-8")
    with pytest.raises(TemplateFault, match="“leads” is used twice"):
        read_kpi_templates(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="can't be read"):
        read_kpi_templates(tmp_path / "none.toml")
