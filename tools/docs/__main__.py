"""Write the generated parts of the pages: `make docs`."""

from __future__ import annotations

from tools.docs import diagrams
from tools.docs.pages import ROOT, filled, pages


def main() -> None:
    """Write what is stale, and say so."""
    diagrams.write()
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (now := filled(text)) != text:
            page.write_text(now, encoding="utf-8")
            print(f"wrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
