"""A real Chromium, one in each process of a run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

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
PATIENT_MILLISECONDS = 120_000
"""What takes as long in a browser never comes; on a busy machine it comes later than on a quiet one."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; `another` starts a second one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=FLAGS)
        yield browser
        browser.close()


def another(chromium: Browser, *flags: str) -> Browser:
    """A second browser of the same program, with further flags."""
    return chromium.browser_type.launch(executable_path=_program(), args=[*FLAGS, *flags])


def _program() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path is not None, "the tests need Chromium on the PATH; scripts/system installs it on Debian"
    return path
