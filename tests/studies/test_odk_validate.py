"""ODK Validate, the program by which the makers of Collect judge a form, takes ours: it walks each as a phone
does. It comes with pyxform, and wants Java.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyxform.validators.odk_validate import ODKValidateError, check_xform
from tests.studies import test_question_forms, test_session_forms

from kapea.core.studies.sensitive_designs import DesignKind
from kapea.studies.session_forms import converted

FORMS = {
    "session": lambda: test_session_forms.form(),
    **{kind.value: (lambda kind=kind: test_question_forms.form(kind)) for kind in DesignKind},
}


def validated(folder: Path, xform: str) -> list[str]:
    path = folder / "form.xml"
    path.write_text(xform, encoding="utf-8")
    return check_xform(str(path))


@pytest.mark.parametrize("name", FORMS)
def test_odk_validate_accepts_every_form_without_a_warning(tmp_path, name):
    assert validated(tmp_path, converted(FORMS[name]())) == []


def test_odk_validate_refuses_a_form_that_nobody_could_fill_in(tmp_path):
    xform = converted(test_session_forms.form())
    broken = xform.replace('relevant="', 'relevant="((', 1)
    assert broken != xform
    with pytest.raises(ODKValidateError):
        validated(tmp_path, broken)
