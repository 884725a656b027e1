"""Whatever the disk does at whichever operation: no site is half, no word is lost, no traceback.

POSTMORTEMS_FAULTS says how many faults are tried of builds, and how many of other commands; `all`
tries each kind at each operation, which takes a quarter of an hour.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from integration import faulty

FAULTS = os.environ.get("POSTMORTEMS_FAULTS", "2").replace("all", "0")
# Processes without threads of their own, which share the faults.
SHARES = min(os.cpu_count() or 1, 2) if FAULTS == "0" or int(FAULTS) > 20 else 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells what is open")
def test_a_fault_at_any_operation_leaves_what_was_there_or_all_that_is_new(tmp_path):
    code = "import runpy; runpy.run_module('integration.faulty', run_name='__main__')"
    surroundings = {**os.environ, "PYTHONPATH": str(Path(faulty.__file__).parents[1])}
    surroundings["GIT_CEILING_DIRECTORIES"] = str(tmp_path)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / str(share), FAULTS, f"{share}/{SHARES}"],
            env=surroundings,
            stdout=subprocess.PIPE,
        )
        for share in range(SHARES)
    ]
    told = [json.loads(each.communicate()[0]) for each in running]

    assert [line for each in told for line in each["wrong"]] == []
    tried = sum(sum(each["tried"].values()) for each in told)
    assert tried == 2 * int(FAULTS) or FAULTS == "0"
