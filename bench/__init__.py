"""What Slipboard costs, in ratios: ``python -m bench [--quick] [ROW ...]``.

Each row of the budgets (``budgets.py``) compares two things that run on the same machine in
the same seconds, in slices that alternate.  ``docs/performance.md`` says what is measured and
how the figures stand.
"""

import warnings

from devstack import ROOT

# nameko stands on eventlet; its maintainers warn newcomers off.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

RUN = ROOT / ".run" / "bench"
"""Where servers, logs and generated stores of a run are kept."""
RESULT = ROOT / ".run" / "bench.json"
