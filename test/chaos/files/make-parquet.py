"""Writes the Parquet files that the chaos tests damage: needs pyarrow 22.0.0, and is run by hand."""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

folder = pathlib.Path(__file__).parent
rows = [
    {
        "promptId": f"prompt-{i}",
        "record": {"taskType": "exhaustive-retrieval", "gold": [f"S{i}", f"S{i + 1}"]},
        "responses": [f"<think>the lines of entry {i}</think>[Answer]\nS{i}\nS{i + k}" for k in range(4)],
    }
    for i in range(60)
]
table = pa.Table.from_pylist(rows)
pq.write_table(table, folder / "checksums.parquet", write_page_checksum=True, row_group_size=20)
pq.write_table(table, folder / "plain.parquet", compression="none", row_group_size=20)
