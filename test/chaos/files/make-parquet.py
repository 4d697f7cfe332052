"""Writes the Parquet files that the chaos tests damage: needs pyarrow 26.0.1, and is run by hand."""

import datetime
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

# The second form of data pages, an offset index, nulls, and values of other types.
rows = [
    {
        "promptId": f"prompt-{i}",
        "number": 3 * i,
        "share": i / 7,
        "even": i % 2 == 0,
        "at": datetime.datetime(2026, 1, 1) + datetime.timedelta(minutes=i),
        "maybe": None if i % 4 else f"v{i % 5}",
        "map": {"k": i} if i % 2 else None,
        "responses": [f"<think>{i} {k}</think>S{i + k}" for k in range(i % 4)],
    }
    for i in range(30)
]
pq.write_table(
    pa.Table.from_pylist(rows),
    folder / "second-form.parquet",
    compression="zstd",
    data_page_size=64,
    data_page_version="2.0",
    row_group_size=15,
    write_page_checksum=True,
    write_page_index=True,
)
