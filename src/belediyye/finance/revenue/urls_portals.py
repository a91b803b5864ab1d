"""The addresses of payment portals: the office's pages, and the machine's door."""

from django.urls import URLPattern, path

from belediyye.finance.revenue.api.door import api, openapi
from belediyye.finance.revenue.views import portals

# The door's routes keep the names of the house: without the namespace that the library puts before them.
_door: list[URLPattern] = api.urls[0]

urlpatterns = [
    path("portals/", portals.portal_list, name="revenue_portals"),
    path("portals/new/", portals.portal_new, name="revenue_portal_new"),
    path("portals/<int:pk>/", portals.portal, name="revenue_portal"),
    path("portals/<int:pk>/token/", portals.portal_token, name="revenue_portal_token"),
    path("portals/<int:pk>/withdraw/", portals.portal_withdraw, name="revenue_portal_withdraw"),
    path("portals/<int:pk>/transfer/", portals.portal_transfer, name="revenue_portal_transfer"),
    path("portal/v1/openapi.json", openapi, name="revenue_portal_openapi"),
    *(
        path(f"portal/v1/{one.pattern}", one.callback, name=one.name)
        for one in _door
        if one.name != "api-root"
    ),
]
