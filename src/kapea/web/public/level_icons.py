"""How soon, as a shape: an octagon for now, a hand for today, a clock for soon, a leaf for any time.

So a level is never told by colour alone, nor yes and no by words alone. The hand and the clock are
drawings of every pack.
"""

from __future__ import annotations

_HEAD = (
    '<svg viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5" '
    'stroke-linecap="round" stroke-linejoin="round">'
)

SHAPES = {
    "level-red": _HEAD + '<path d="M16 5h16l11 11v16L32 43H16L5 32V16zM24 14v13M24 34h.01"/></svg>',
    "level-green": _HEAD + '<path d="M9 39C7 20 18 8 41 7c0 23-11 34-30 31M9 42c4-11 11-18 20-22"/></svg>',
    "yes": _HEAD + '<path d="M8 26l11 11L40 12"/></svg>',
    "no": _HEAD + '<path d="M11 11l26 26M37 11L11 37"/></svg>',
    "unsure": _HEAD + '<path d="M15 17c0-6 4-10 9-10s9 4 9 9c0 7-9 7-9 15M24 40h.01"/></svg>',
    "next": _HEAD + '<path d="M18 10l14 14-14 14"/></svg>',
}
