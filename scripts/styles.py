"""Writes into kapea.css the line heights of each language. Run after a record of core/languages changes."""

from pathlib import Path

from kapea.core.languages.known import LANGUAGES, Language

STYLES = Path(__file__).parents[1] / "src" / "kapea" / "web" / "base" / "static" / "kapea.css"
BEGIN = "/* languages: written by scripts/styles.py out of core/languages/known.py */\n"
END = "/* end of languages */\n"


def languages_css() -> str:
    """A rule for each language whose script wants other heights than Latin."""
    return "".join(map(_rule, LANGUAGES.values()))


def _rule(language: Language) -> str:
    lines = language.script.screen
    if lines is None:
        return ""
    own = f":lang({language.code})"
    titles = f"{own} h1,{own} h2{{line-height:{lines.title:g}}}\n"
    return f"{own}{{line-height:{lines.text:g};--small:{lines.small:g}}}\n{titles}"


def with_languages(styles: str) -> str:
    """The style sheet with the rules of languages as they are now."""
    before, _, rest = styles.partition(BEGIN)
    return before + BEGIN + languages_css() + END + rest.partition(END)[2]


if __name__ == "__main__":
    STYLES.write_text(with_languages(STYLES.read_text(encoding="utf-8")), encoding="utf-8")
