"""Pages from templates: Jinja2, escaped, in the reader's language, with what every page shows."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from vigie_classifiers import POLICIES

from vigie_collector.accounts.roles import allows, role_label
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.texts import LANGUAGES, _, language, ngettext
from vigie_collector.web.assets import asset
from vigie_collector.web.filters import FILTERS, categories, policy_label, policy_text
from vigie_collector.web.navigation import menu


def typeset(sentence: str) -> str:
    """A sentence of a template with the spaces of French typography, which no line is cut at."""
    if language() != "fr":
        return sentence
    return _TIED.sub("\u00a0", sentence)


_TIED = re.compile(r"(?<=«) | (?=[»:;?!%])(?!%\()")


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method; its stubs do not know it.
    install: Callable[..., None] = getattr(made, "install_gettext_callables")  # noqa: B009

    def one_text(message: str) -> str:
        return typeset(_(message))

    def counted_text(one: str, many: str, count: int) -> str:
        return typeset(ngettext(one, many, count))

    install(one_text, counted_text, newstyle=True)
    made.filters.update(FILTERS, role_label=role_label)
    shared: dict[str, Any] = made.globals
    shared.update(
        asset=asset,
        language=language,
        LANGUAGES=LANGUAGES,
        POLICIES=POLICIES,
        policies_of=_policies,
    )
    return made


def _policies() -> list[tuple[str, str, str]]:
    """Each policy with its name and what it asks, as the macro `radios` takes them."""
    return [(name, policy_label(name), policy_text(name)) for name in POLICIES]


environment = _environment()


def render(
    request: Request,
    template: str,
    *,
    viewer: Viewer | None = None,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """A page, or a fragment for htmx.

    Args:
        request: gives the address, which links and switches start from.
        template: file in `web/templates/`, e.g. `inventory/devices.html`.
        viewer: who looks; None on pages that need no sign-in.
        status: HTTP status.
        context: what the template names; `policy` falls back to `?politique=`, then to the viewer's.
    """
    params = request.query_params
    knowledge = getattr(request.app.state, "knowledge", None)
    categories.set(getattr(knowledge, "categories", None))
    asked = params.get("politique", "")
    context.setdefault(
        "policy", asked if asked in POLICIES else (viewer.policy if viewer else "majority")
    )

    def csrf_field() -> Markup:
        value = escape(viewer.csrf if viewer else "")
        return Markup('<input type="hidden" name="csrf" value="{}">').format(value)

    def link(path: str, **more: object) -> str:
        """`path` with the policy that the reader chose in this address."""
        kept = {"politique": asked} if asked in POLICIES else {}
        query = urlencode({**kept, **{name: str(value) for name, value in more.items()}})
        path = quote(path, safe="/:~")  # a line's key may hold what a machine wrote
        return f"{path}?{query}" if query else path

    def here(**more: object) -> str:
        """This address with some parameters changed; None takes one away."""
        changed = [(name, value) for name, value in params.multi_items() if name not in more]
        changed += [(name, str(value)) for name, value in more.items() if value is not None]
        query = urlencode(changed)
        return f"{request.url.path}?{query}" if query else request.url.path

    def can(role: str) -> bool:
        return viewer is not None and allows(viewer.role, role)

    html = environment.get_template(template).render(
        request=request,
        viewer=viewer,
        menu=menu(viewer, request.url.path) if viewer else (),
        csrf_field=csrf_field,
        link=link,
        here=here,
        can=can,
        **context,
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
