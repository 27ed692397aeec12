"""The program as the page runs it, over the first posts of the sample: `small_demo.py FILE …`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from engine import demo
from tests.engine.web.hashed import main

if __name__ == "__main__":
    demo.SAMPLE = Path(sys.argv.pop(1))
    sys.exit(main())
