"""A class lesson as a SCORM 1.2 package, out of the page that stands in a bundle.

It tells the school's LMS that the lesson was begun, at which part it is and that it is done: nothing of any
pupil, and no answer of anybody.
"""

from __future__ import annotations

from datetime import datetime

from kapea.core.bundle.archive import archived
from kapea.core.bundle.paths import LESSON, SCRIPT, STYLES
from kapea.core.bundle.scorm_manifest import SCORM_MANIFEST, scorm_manifest
from kapea.core.dialogue.world import World
from kapea.core.pack.model import WorkshopPlan
from kapea.core.paper.belief import believed_until
from kapea.core.paper.plan_cards import plan_documents
from kapea.web.bundle.pages import picture_files, plan_page
from kapea.web.bundle.rendering import bundle_frame, page_bytes, script_bytes, style_bytes


def lesson_files(world: World, plan: WorkshopPlan, language: str, *, at: datetime) -> dict[str, bytes]:
    """The files of a lesson, with the manifest that names each. Raises Unprintable past its day."""
    release = world.release
    believed_until(release, plan_documents(plan), at=at)
    page = plan_page(world, plan, language, (), at=at)
    files = {
        LESSON: page_bytes("lesson", bundle_frame(world, language), page),
        SCRIPT: script_bytes(SCRIPT),
        STYLES: style_bytes(),
        **picture_files(release, [plan]),
    }
    manifest = scorm_manifest(
        id=f"kapea-{release.id}-{plan.id}-{language}",
        version=release.short_hash,
        title=page.plan.title,
        start=LESSON,
        files=sorted(files),
    )
    return {**files, SCORM_MANIFEST: manifest}


def lesson_package(world: World, plan: WorkshopPlan, language: str, *, at: datetime) -> bytes:
    """The package as an LMS takes it: one zip, its manifest first. The same release gives the same bytes."""
    return archived(lesson_files(world, plan, language, at=at), first=SCORM_MANIFEST)
