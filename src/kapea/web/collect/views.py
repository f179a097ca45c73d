"""The OpenRosa API as ODK Collect speaks it: a list of one form, the form, a submission. Basic, over TLS.

No cookie is read or given, and nobody is signed in: a token of one study lets in. Of a submission one part is
read; whatever is attached is dropped undecoded, and no answer repeats what came.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from xml.sax.saxutils import escape

from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from kapea.content.queries import worlds
from kapea.core.pack.model import Release
from kapea.core.studies.openrosa_parts import MOST_BYTES, xml_part
from kapea.core.studies.openrosa_refusals import SubmissionRefused
from kapea.core.studies.session_sheet import FORM_ID
from kapea.studies.actions_tablets import fits_collect_token
from kapea.studies.collected_sheets import GivenForm, TooManySheets, form_to_give, take_sheet
from kapea.studies.models import Study, StudyCollectToken
from kapea.studies.tablet_keys import NoTabletKey
from kapea.web.base.request import client_address
from kapea.web.public.rate_limit import RateLimit
from kapea.web.staff.gate import request_time

TRIES_PER_MINUTE, MOST_HEADER = 20, 300
XML = "text/xml; charset=utf-8"
LIST_SPACE = "http://openrosa.org/xforms/xformsList"
REPLY_SPACE = "http://openrosa.org/http/response"
TOO_LARGE = frozenset({"too-large"})
wrong_tokens = RateLimit()
"""Wrong names and words, by place on the network; of this process."""
OpenRosaView = Callable[[HttpRequest, Study], HttpResponse]


def _for_collect(*methods: str) -> Callable[[OpenRosaView], Callable[..., HttpResponse]]:
    """A view for whoever brings a token of the study, by these methods."""

    def made(view: OpenRosaView) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def respond(request: HttpRequest, study: str) -> HttpResponse:
            request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
            if request.method not in methods:
                answer = HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            elif not wrong_tokens.has_left(client_address(request), TRIES_PER_MINUTE):
                answer = _reply("Too many wrong words came from here. Wait some minutes.", 429)
            else:
                token = _token(request, study)
                answer = view(request, token.study) if token is not None else _unknown(request)
            answer.headers["X-OpenRosa-Version"] = "1.0"
            answer.headers["X-OpenRosa-Accept-Content-Length"] = str(MOST_BYTES)
            return answer

        return respond

    return made


def _token(request: HttpRequest, study: str) -> StudyCollectToken | None:
    kind, _, coded = request.headers.get("Authorization", "")[:MOST_HEADER].partition(" ")
    try:
        name, _, word = b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if kind.lower() != "basic" or "\0" in name or "\0" in study:
        return None
    return fits_collect_token(study, name, word)


def _unknown(request: HttpRequest) -> HttpResponse:
    """As of a study that is not there. A first question brings no word at all, and costs nothing."""
    if "Authorization" in request.headers:
        wrong_tokens.allows(client_address(request), TRIES_PER_MINUTE)
    answer = _reply("Type the name and the word of this study's token.", 401)
    answer.headers["WWW-Authenticate"] = 'Basic realm="Kapea", charset="UTF-8"'
    return answer


@_for_collect("GET", "HEAD")
def form_list(request: HttpRequest, study: Study) -> HttpResponse:
    """The one form, or none while no committee allows it."""
    given = _given(study)
    inside = _listed(given, request.build_absolute_uri(f"/openrosa/{study.id}/form.xml")) if given else ""
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="{LIST_SPACE}">{inside}</xforms>',
        content_type=XML,
    )


@_for_collect("GET", "HEAD")
def form_xml(request: HttpRequest, study: Study) -> HttpResponse:
    """The form."""
    given = _given(study)
    if given is None:
        return _reply("No committee allows this form now.", 404)
    return HttpResponse(given.xform, content_type=XML)


@_for_collect("HEAD", "POST")
def submission(request: HttpRequest, study: Study) -> HttpResponse:
    """A sheet that was filled in. The same, sent again, is taken again, and is one."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    try:
        data = xml_part(request.headers.get("Content-Type", ""), request.read(MOST_BYTES + 1))
        with transaction.atomic():
            take_sheet(Study.objects.select_for_update().get(id=study.id), data, at=request_time())
    except SubmissionRefused as why:
        return _reply(str(why), 413 if why.code in TOO_LARGE else 400)
    except UnreadablePostError:
        return _reply(str(SubmissionRefused("not-multipart")), 400)
    except (NoTabletKey, TooManySheets):
        return _reply("This study takes no sheets now. They stay on the tablet; tell the data steward.", 503)
    return _reply("Thank you. It is here.", 201)


def _listed(given: GivenForm, address: str) -> str:
    return (
        f"<xform><formID>{FORM_ID}</formID><name>{escape(given.title)}</name>"
        f"<version>{given.version}</version><hash>md5:{given.md5}</hash>"
        f"<downloadUrl>{escape(address)}</downloadUrl></xform>"
    )


def _given(study: Study) -> GivenForm | None:
    release = _release_of(study)
    return form_to_give(study, release, at=request_time()) if release is not None else None


def _release_of(study: Study) -> Release | None:
    try:
        return worlds.live(study.organisation.pack).release
    except LookupError:
        return None


def _reply(says: str, status: int) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="{REPLY_SPACE}">'
        f"<message>{escape(says)}</message></OpenRosaResponse>",
        status=status,
        content_type=XML,
    )
