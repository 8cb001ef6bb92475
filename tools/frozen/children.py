"""Gives the programs that the plugin starts the machine's own libraries again; runs first in the packed plugin.

PyInstaller points LD_LIBRARY_PATH at what is packed. A vendor's credentials may come from a program of the user's.
"""

import os

machines_own = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if machines_own is not None:
    os.environ["LD_LIBRARY_PATH"] = machines_own
