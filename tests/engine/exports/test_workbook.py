from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from engine.errors import ExportError
from engine.exports import sheets
from engine.exports.sheets import MAX_CELL
from engine.exports.xlsx import xlsx_bytes
from tests.engine.exports.readback import cells, sheet_rows
from tests.engine.exports.samples import (
    ANA,
    BAD_LINKS,
    BATCH,
    LONG_TEXT,
    MADE_AT,
    MALLORY,
    SHORTLIST,
    post,
)


def test_the_sheet_of_creators_reads_back_with_the_values_of_the_shortlist() -> None:
    ana, mallory, silent = sheet_rows(xlsx_bytes(BATCH), "Creators")
    assert (ana["rank"], ana["id"], ana["followers"], ana["score"]) == (1, "77", 12034, 71.3)
    assert {part: ana[part] for part in ANA.contributions} == ANA.contributions
    assert ana["best_post_date"] == datetime(2026, 5, 31, 12, 0)  # noqa: DTZ001  # sheets have none
    assert (ana["novelty"], mallory["followers"], mallory["frequency"]) == (None, None, None)
    assert mallory["hygiene"] == -3.0
    assert mallory["name"] == '\'=HYPERLINK("http://evil.example","x")'
    assert silent["id"] == "0012"


def test_the_sheet_of_evidence_holds_every_post_with_its_points() -> None:
    rows = sheet_rows(xlsx_bytes(BATCH), "Evidence")
    shown = [*ANA.evidence, *MALLORY.evidence]
    assert [row["post_id"] for row in rows] == [evidence.post.native_id for evidence in shown]
    assert [row["points"] for row in rows] == pytest.approx(
        [evidence.points for evidence in shown], abs=1e-8
    )
    assert rows[1]["text"] == LONG_TEXT
    assert (rows[0]["creator_id"], rows[0]["rank"], rows[0]["copies"]) == ("77", 1, 3)


def test_the_sheet_of_provenance_says_what_the_shortlist_was_made_from() -> None:
    rows = sheet_rows(xlsx_bytes([SHORTLIST]), "Provenance")
    assert {row["brief_id"] for row in rows} == {"home espresso"}
    facts = {row["what"]: row["value"] for row in rows}
    assert facts["label"] == "real text, simulated creators"
    assert facts["brief"] == SHORTLIST.brief.text
    assert facts["understood as followers 5000..50000"] == "5k to 50k followers"
    assert facts["filter source"] == "mastodon, blue sky"
    assert facts["creators left out, followers not known"] == 1204
    assert facts["made at"] == datetime(2026, 6, 1, 12, 0)  # noqa: DTZ001  # sheets have none
    assert (facts["model"], facts["engine"]) == ("minilm-0123", "0.1.0")
    assert facts["weight of relevance"] == 40
    assert (facts["posts in the corpus"], facts["posts from blue sky"]) == (9615, 615)


def test_the_sheet_of_provenance_has_the_points_of_every_part_also_where_they_are_the_usual() -> (
    None
):
    usual = replace(SHORTLIST, brief=replace(SHORTLIST.brief, weights={}))
    rows = sheet_rows(xlsx_bytes([usual]), "Provenance")
    facts = {row["what"]: row["value"] for row in rows}
    for formula in SHORTLIST.formulae:
        assert facts[f"points of {formula.part}"] == formula.points


def test_nothing_in_the_workbook_is_calculated_and_only_web_addresses_are_links() -> None:
    links = set()
    for _, cell in cells(xlsx_bytes(BATCH)):
        assert cell.data_type != "f"
        assert not str(cell.value).lstrip().startswith(("=", "+", "@", "\uff1d")), cell.coordinate
        assert cell.data_type == "n" or not str(cell.value).startswith("-"), cell.coordinate
        if cell.hyperlink:
            links.add(cell.hyperlink.target)
            assert cell.hyperlink.target.startswith("https://")
    assert "https://example.social/@ana" in links
    assert not links & {*BAD_LINKS[:-1]}


def test_headers_stay_in_view_and_can_be_filtered_and_numbers_have_formats() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([SHORTLIST])))
    sheet = workbook["Creators"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(4, sheet.max_column).coordinate}"
    assert sheet.column_dimensions[heads["followers"]].number_format == "#,##0"
    assert sheet[f"{heads['made_at']}2"].number_format == "yyyy-mm-dd hh:mm"
    assert workbook.properties.created == MADE_AT.replace(tzinfo=None)
    workbook.close()


def test_a_text_longer_than_a_cell_is_cut_where_one_sees_it() -> None:
    text = "😀" * 20_000
    evidence = (replace(ANA.evidence[0], post=post("1", text)),)
    shown = replace(SHORTLIST, candidates=(replace(ANA, evidence=evidence),))
    (row,) = sheet_rows(xlsx_bytes([shown]), "Evidence")
    assert row["text"] == "😀" * ((MAX_CELL - 1) // 2) + "…"


def test_dates_before_those_of_a_sheet_are_written_as_text() -> None:
    old = replace(ANA.evidence[0].post, created_at=datetime(1, 2, 3, tzinfo=UTC))
    shown = replace(
        SHORTLIST,
        candidates=(replace(ANA, evidence=(replace(ANA.evidence[0], post=old),)),),
    )
    (row,) = sheet_rows(xlsx_bytes([shown]), "Evidence")
    assert row["date"] == "0001-02-03T00:00:00Z"


def test_more_links_than_a_sheet_holds_stay_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MAX_LINKS", 1)
    found = [cell for name, cell in cells(xlsx_bytes([SHORTLIST])) if name == "Evidence"]
    linked = [cell.value for cell in found if cell.hyperlink]
    assert linked == ["https://example.social/@ana/1147"]
    assert "https://example.social/@ana/1102" in [cell.value for cell in found]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    with pytest.raises(ExportError, match="the sheet Creators holds no more than 2 rows") as caught:
        xlsx_bytes([SHORTLIST])
    assert caught.value.hint == "write .csv or .parquet, or fewer creators"


def test_the_workbook_runs_and_reaches_nothing() -> None:
    """No macros, no external data; links are the only relations that lead outside."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(BATCH))) as archive:
        names = archive.namelist()
        relations = [archive.read(name).decode() for name in names if name.endswith(".rels")]
    assert not [name for name in names if "vba" in name or "externalLink" in name]
    outside = [part for text in relations for part in text.split("<") if "External" in part]
    assert outside
    assert all("relationships/hyperlink" in part for part in outside)
