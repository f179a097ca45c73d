"""Addresses of the read API, as the official one has them."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import all_under
from kapea.web.hsds import views

PREFIX = "hsds/"

ADDRESSES = [
    path("", views.about_api),
    path("openapi.json", views.openapi),
    path("search", views.search_services),
    path("services", views.list_services),
    path("services/<str:id>", views.one_service),
    path("organizations", views.list_organizations),
    path("organizations/<str:id>", views.one_organization),
    path("service_at_locations", views.list_at_locations),
    path("service_at_locations/<str:id>", views.one_at_location),
    path("taxonomies", views.list_taxonomies),
    path("taxonomies/<str:id>", views.one_taxonomy),
    path("taxonomy_terms", views.taxonomy_terms),
    path("taxonomy_terms/<str:id>", views.one_taxonomy_term),
]
urlpatterns = all_under("public", ADDRESSES)
