"""Whether this machine may have a GPU, told without loading torch."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

_DRIVERS = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")  # NVIDIA, AMD, Windows' subsystem


def may_have_gpu() -> bool:
    """Return False only where torch surely computes on the CPU.

    Where it returns True, torch is loaded to ask, which costs seconds.
    """
    if version("torch").endswith("+cpu"):
        return False
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return sys.platform != "linux" or any(Path(driver).exists() for driver in _DRIVERS)
