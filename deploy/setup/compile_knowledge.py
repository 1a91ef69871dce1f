"""Compiles the knowledge base into a cache folder. Usage: compile_knowledge.py FOLDER."""

import sys
from pathlib import Path

from vigie_classifiers import load

if __name__ == "__main__":
    cache = Path(sys.argv[1])
    cache.mkdir(parents=True, exist_ok=True)
    knowledge = load(cache=cache)
    print(f"{len(knowledge.vendors)} vendors, {len(knowledge.products)} products")
