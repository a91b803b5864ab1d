"""The front door: one line a wing, and the few addresses that belong to the whole house."""

from django.conf import settings
from django.urls import include, path

from belediyye.core import views
from belediyye.finance.revenue.urls import public_urlpatterns

urlpatterns = [
    path("", views.home, name="home"),
    path("axtar/", views.search, name="search"),
    path("üslub/", views.style_guide, name="style_guide"),
    path("əlçatanlıq/", views.accessibility, name="accessibility"),
    path("lisenziya/", views.licence, name="licence"),
    path("healthz", views.healthz, name="healthz"),
    path("hesab/", include("allauth.urls")),
    path("dil/", include("django.conf.urls.i18n")),
    path("ev/", include("belediyye.core.urls")),
    path("", include("belediyye.finance.rules.urls")),
    path("finance/", include("belediyye.finance.urls")),
    path("b/", include(public_urlpatterns)),
    path("b/<slug:code>/büdcə/", include("belediyye.finance.budget.public_urls")),
    path("alliance/", include("belediyye.alliance.urls")),
    path("alyans/", include("belediyye.alliance.relations.urls_public")),
    path("administration/", include("belediyye.administration.urls")),
    path("b/<slug:code>/", include("belediyye.administration.public")),
    path("oparl/1.1/", include("belediyye.administration.council.oparl_urls")),
    path("alyans/", include("belediyye.alliance.strategy.public_urls")),
]
handler400 = "belediyye.core.views.bad_request"
handler403 = "belediyye.core.views.forbidden"
handler404 = "belediyye.core.views.not_found"
handler500 = "belediyye.core.views.server_error"

__all__ = ["handler400", "handler403", "handler404", "handler500", "settings", "urlpatterns"]
