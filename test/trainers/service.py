"""The service of this checkout, for a test."""

from pathlib import Path

from golongrl_client import Service

root = Path(__file__).resolve().parents[2]


def start_service(*arguments: str, **options) -> Service:
    return Service(["--workers", "1", *arguments], command=["node", str(root / "dist" / "cli" / "main.js")], **options)
