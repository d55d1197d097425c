"""The Markdown report of the example: everything that a reviewer looks for is said, and every number is counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import schemaparity

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "trading"


@pytest.fixture(scope="module")
def report() -> str:
    return schemaparity.compare(EXAMPLE).to_markdown()


def section(report: str, table: str) -> str:
    return re.split(r"\n##+ ", report.split(f"`{table}`\n", 1)[1])[0]


def test_the_chain_is_a_tree(report):
    tree = report.split("```\n")[1].splitlines()
    assert tree[0] == "fd17aff21f62 (initial)"
    assert tree[1] == "    └── telegram_config_001"
    assert tree[-1].endswith("└── add_telegram_message_id_001 (HEAD)")
    assert len(tree) == 9


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("users", "| `email` | VARCHAR, NOT NULL | VARCHAR, NOT NULL | ✅ match |"),
        ("users", "| `telegram_config` | JSON (by migration #2 `telegram_config_001`) | JSON | ✅ match |"),
        ("users", "| `ix_users_email` | unique (email) | unique (email) | ✅ match |"),
        ("users", "| `is_active` | BOOLEAN | BOOLEAN, default=True (client) | ✅ match |"),
        ("position_groups", "| `base_entry_price` | NUMERIC(20, 10), NOT NULL | NUMERIC(20, 10), NOT NULL | ✅ match |"),
        (
            "position_groups",
            "| `replacement_count` | **removed** by migration #4 `remove_replacement_count_001` | not in the model | ✅ match |",
        ),
        ("position_groups", "| `telegram_message_id` | BIGINT (by migration #9 `add_telegram_message_id_001`) | BIGINT | ✅ match |"),
        ("position_groups", "**Result:** ✅ **In sync** (columns 29/29, constraints 2/2, indexes 4/4)"),
        ("pyramids", "**Indexes:** none on either side."),
        ("risk_actions", "| `offset_loss` | ✅ | ✅ | ✅ | ✅ match |"),
        ("risk_actions", "| `tp_hit` | ❌ | ✅ (by migration #7 `add_new_risk_action_types_001`) | ✅ | ✅ match |"),
        ("dca_configurations", "| `pyramid_aggregate` | ❌ | ✅ (by migration #8 `add_pyramid_aggregate_tp_001`) | ✅ | ✅ match |"),
        ("dca_orders", "| `ix_dca_orders_pyramid_id` | - | (pyramid_id) | ❌ no revision creates it |"),
        ("dca_orders", "**Result:** ❌ **Drift** (columns 24/24, constraints 3/3, indexes 3/4)"),
    ],
)
def test_a_row(table, row, report):
    assert row in section(report, table).splitlines()


def test_the_partial_unique_index_shows_its_predicate_on_both_sides(report):
    (row,) = [line for line in section(report, "position_groups").splitlines() if line.startswith("| `uix_active_position_group`")]
    assert row.count("unique (user_id, symbol, exchange, timeframe, side) partial: WHERE status NOT IN ('closed', 'failed')") == 2
    assert "by migration #3 `unique_active_position_001`" in row


def test_foreign_keys_show_their_actions_on_both_sides(report):
    (row,) = [line for line in section(report, "dca_orders").splitlines() if line.startswith("| `dca_orders_group_id_fkey`")]
    assert row.count("REFERENCES position_groups (id) ON DELETE CASCADE") == 2


def test_the_summary_counts(report):
    summary = report.split("## Summary\n")[1].split("\n## ")[0]
    assert "| `users` | 13/13 | 1/1 | 2/2 | ✅ In sync |" in summary
    assert "| `dca_orders` | 24/24 | 3/3 | 3/4 | ❌ Drift |" in summary
    assert "| **Total** | 117/117 | 16/16 | 13/14 | 6/7 in sync |" in summary


def test_the_numbers_of_the_summary_are_those_of_the_tables(report):
    for table, columns, indexes in re.findall(
        r"^\| `(\w+)` \| (\d+)/\d+ \| \d+/\d+ \| (?:\d+/)?(\d+|none) \| [✅❌]", report, re.MULTILINE
    ):
        tables = section(report, table).split("\n\n")
        assert len([row for row in rows_of(tables, "| Column ") if "**removed**" not in row]) == int(columns)
        assert len(rows_of(tables, "| Index ")) == (0 if indexes == "none" else int(indexes))


def rows_of(blocks: list[str], header: str) -> list[str]:
    return next((block.strip().splitlines()[2:] for block in blocks if block.strip().startswith(header)), [])


def test_the_conclusion_is_derived(report):
    conclusion = report.split("## Conclusion\n")[1]
    assert "**6/7 tables are in sync.** 1 difference" in conclusion
    assert "does **not** give the same schema as `alembic upgrade head`" in conclusion


def test_the_fixes_name_the_place_and_the_operation(report):
    fixes = report.split("## Fixes to apply\n")[1]
    assert re.search(r"^- SP401: .* \(`backend/app/models/dca_order.py:\d+:\d+`\)$", fixes, re.MULTILINE)
    assert "  - `op.create_index('ix_dca_orders_pyramid_id', 'dca_orders', ['pyramid_id'])`" in fixes
