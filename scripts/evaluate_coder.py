import json
import subprocess
import sys
from pathlib import Path

from whoholds.code.coder import Coder, record
from whoholds.model import Document

gold = Path(sys.argv[1])
rows = [json.loads(l) for l in gold.open()]
docs = [
    Document(
        name=r["id"],
        text=r["text"],
        before=r["before"],
        title=r["title"],
        year_hint=int(r["year_hint"]) if r["year_hint"] else None,
    )
    for r in rows
]
out = Path("/tmp/system.jsonl")
with out.open("w") as f:
    for r, c in zip(rows, Coder().code(docs)):
        f.write(json.dumps({"id": r["id"], "claims": [record(x) for x in c.claims]}) + "\n")
print(
    subprocess.run(
        [sys.executable, "/work/shared/gold/score.py", str(gold), str(out), *sys.argv[2:]],
        capture_output=True,
        text=True,
    ).stdout
)
