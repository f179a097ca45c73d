"""What is found in an export: the words of its services are put together once, not for each question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapea.core.directory.model import Service
from kapea.core.hsds.api import HsdsQuestion
from kapea.core.hsds.export import HsdsExport


class HsdsSearch:
    """An export with the words of each of its services."""

    def __init__(self, export: HsdsExport) -> None:
        self.export = export
        self._same: dict[tuple[str, ...], str] = {}
        self._said = {id: self._words(service) for id, service in export.services.items()}

    def found(self, asked: HsdsQuestion) -> Iterator[tuple[str, Service]]:
        """The services that fit a question, in the order of their ids. Words are looked for first."""
        if asked.taxonomy_id and asked.taxonomy_id != self.export.taxonomy().id:
            return
        words = words_asked(asked.search)
        for id, said in self._said.items():
            if all(word in said for word in words) and self._fits(asked, service := self.export.services[id]):
                yield id, service

    def _fits(self, asked: HsdsQuestion, service: Service) -> bool:
        if asked.taxonomy_term_id and not self.export.has_term(service, asked.taxonomy_term_id):
            return False
        return not asked.organization_id or asked.organization_id == self.export.id_of_organization(service)

    def _words(self, service: Service) -> str:
        """Letters that services share stand in memory once."""
        texts = (service.name, service.does, service.organization)
        if texts not in self._same:
            release = self.export.release
            said = [release.text(each, language) for language in release.languages for each in texts[:2]]
            self._same[texts] = searched([*said, release.directory.organization_of(service).name])
        return self._same[texts]


def searched(texts: Sequence[str]) -> str:
    """Texts as they are searched: capitals, and where a line may break, make no difference."""
    return " ".join(texts).replace("\u200b", "").casefold()


def words_asked(search: str) -> tuple[str, ...]:
    """The words that are looked for, each once, the longest first: it is found least often."""
    return tuple(sorted(set(search.casefold().split()), key=len, reverse=True))
