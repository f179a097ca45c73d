"""`kapea notice`: printed for a platform, or refused with the reason."""

from __future__ import annotations

import json

from click.testing import CliRunner
from tests.core.platform_notice.test_notice import GOOD, PICTURE

from kapea.cli.main import main


def run(said: object, *options: str):
    return CliRunner().invoke(main, ["notice", *options], input=json.dumps(said))


def test_it_prints_a_notice_in_the_words_of_the_pack():
    done = run(GOOD)
    assert done.exit_code == 0
    assert done.output.startswith("Notice of harm to a child\n\nPlatform:\nTelegram")
    assert "Threats to share a picture of a child" in done.output


def test_as_json_it_can_be_read_again():
    done = run(GOOD, "--format", "json")
    assert json.loads(done.output) == GOOD


def test_a_picture_is_refused_and_not_repeated():
    done = run({**GOOD, "accounts": [PICTURE]})
    assert done.exit_code == 1
    assert "never carries a picture" in done.stderr
    assert PICTURE[:40] not in done.output


def test_what_is_no_json_is_refused():
    done = CliRunner().invoke(main, ["notice"], input="\x89PNG")
    assert done.exit_code == 1
    assert "no JSON" in done.stderr
