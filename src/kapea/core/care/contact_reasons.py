"""Why somebody came: one reason or several, by the groups that helplines count by. Never a judgement on them.

The groups follow those of Child Helpline International as helplines use them; the parts of online abuse and
exploitation are ours, with the category that Kenya's child protection system has for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class ContactReason(Enum):
    """One reason."""

    EXTORTION_MONEY = "extortion_money"
    EXTORTION_IMAGES = "extortion_images"
    GROOMING = "grooming"
    PRESSURE_TO_SEND = "pressure_to_send"
    IMAGE_SHARED = "image_shared"
    AI_IMAGE = "ai_image"
    MATERIAL_MADE = "material_made"
    SHOWN_MATERIAL = "shown_material"
    LIVE_ABUSE = "live_abuse"
    ONLINE_HARASSMENT = "online_harassment"
    IMPERSONATION = "impersonation"
    SEXUAL_VIOLENCE = "sexual_violence"
    PHYSICAL_VIOLENCE = "physical_violence"
    EMOTIONAL_VIOLENCE = "emotional_violence"
    NEGLECT = "neglect"
    BULLYING = "bullying"
    MARRIAGE = "marriage"
    CHILD_LABOUR = "child_labour"
    EXPLOITATION_OFFLINE = "exploitation_offline"
    HARMFUL_PRACTICE = "harmful_practice"
    MENTAL_HEALTH = "mental_health"
    PHYSICAL_HEALTH = "physical_health"
    ACCESS_TO_SERVICES = "access_to_services"
    DISCRIMINATION = "discrimination"
    FAMILY = "family"
    PEERS = "peers"
    SCHOOL_AND_WORK = "school_and_work"
    MISSING_CHILD = "missing_child"
    OTHER = "other"


CPIMS_CATEGORY: Mapping[ContactReason, str] = {
    ContactReason.EXTORTION_MONEY: "OAST",
    ContactReason.EXTORTION_IMAGES: "OAST",
    ContactReason.GROOMING: "OAOG",
    ContactReason.PRESSURE_TO_SEND: "OASE",
    ContactReason.IMAGE_SHARED: "OASA",
    ContactReason.AI_IMAGE: "OASA",
    ContactReason.MATERIAL_MADE: "OASA",
    ContactReason.SHOWN_MATERIAL: "OASA",
    ContactReason.LIVE_ABUSE: "OALS",
    ContactReason.ONLINE_HARASSMENT: "OACB",
    ContactReason.IMPERSONATION: "OACB",
}
"""Beside ours, what Kenya's system calls it. A person checks it before anything is passed on."""
ONLINE = frozenset(CPIMS_CATEGORY)
