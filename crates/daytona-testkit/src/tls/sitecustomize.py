"""Lets the storage client of the Daytona SDK trust the emulator.

The SDK clears `os.environ` while it creates that client. `os.putenv` sets a variable that `os.environ` does not know,
and that the SDK does not clear.
"""
import os
import sys

_here = os.path.dirname(__file__)
_certificates = os.path.join(os.path.dirname(_here), "certificates")
_folders = os.environ.pop("SSL_CERT_DIR", "").split(os.pathsep)
_folders = [folder for folder in _folders if folder not in ("", _certificates)]
os.putenv("SSL_CERT_DIR", os.pathsep.join([_certificates, *_folders]))

# Another module of this name would have run without this one.
_this = sys.modules.pop(__name__)
sys.path[:] = [path for path in sys.path if os.path.abspath(path) != os.path.abspath(_here)]
try:
    import sitecustomize
except ModuleNotFoundError:
    sys.modules[__name__] = _this
