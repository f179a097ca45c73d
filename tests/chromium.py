"""A real Chromium, one in each process of a run.

Without its windows and tabs where the system has it so (`chromium-headless-shell`): the same pages, drawn and
run by the same code, in two thirds of the CPU. A whole deployment is met with the whole program.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHOLE = ("chromium", "chromium-browser", "google-chrome")
WITHOUT_WINDOWS = ("chromium-headless-shell", *WHOLE)
PATIENT_MILLISECONDS = 300_000
"""What takes as long in a browser never comes; on a busy machine it comes later than on a quiet one."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; `whole_chromium` starts the whole program."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(WITHOUT_WINDOWS), args=FLAGS)
        yield browser
        browser.close()


def whole_chromium(chromium: Browser, *flags: str) -> Browser:
    """A second browser, with its windows and tabs, and with further flags."""
    return chromium.browser_type.launch(executable_path=_program(WHOLE), args=[*FLAGS, *flags])


def own_chromium(chromium: Browser, profile: Path, extension: Path) -> BrowserContext:
    """The whole program with a profile of its own and an extension, which can close a tab and open it again
    as its user can.
    """
    flags = [*FLAGS, "--headless=new", f"--load-extension={extension}"]
    return chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=_program(WHOLE),
        headless=False,  # the flag says so, in the one way that takes extensions
        args=[flag for flag in flags if flag != "--headless"],
        ignore_default_args=["--disable-extensions"],
    )


def profiled_chromium(chromium: Browser, profile: Path, **given: Any) -> BrowserContext:
    """A browser that keeps what it keeps in a folder, as on a device of somebody's own."""
    program = _program(WITHOUT_WINDOWS)
    return chromium.browser_type.launch_persistent_context(
        profile, executable_path=program, args=FLAGS, **given
    )


def _program(names: tuple[str, ...]) -> str:
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path is not None, "the tests need Chromium on the PATH; scripts/system installs it on Debian"
    return path
