"""Visitors' pages of the room, under short Azerbaijani words."""

from django.urls import path

from belediyye.alliance.relations.views import confirming, events, public

urlpatterns = [
    path("üzvlər/", public.members, name="alliance_members"),
    path("üzvlük/", public.apply, name="alliance_apply"),
    path("üzvlük/<str:key>/", public.application, name="alliance_application"),
    path("üzvlük/<str:key>/geri/", public.application_withdraw, name="alliance_application_withdraw"),
    path("tədbirlər/", public.events, name="alliance_events"),
    path("tədbirlər.ics", public.events_feed, name="alliance_events_feed"),
    path("tədbirlər/<int:pk>.ics", public.event_feed, name="alliance_event_feed"),
    path("tədbirlər/<int:pk>/", public.event, name="alliance_event"),
    path("tədbirlər/<int:pk>/qeydiyyat/", public.register, name="alliance_register"),
    path("iştirakçı/<str:key>/", events.badge, name="alliance_badge"),
    path("iştirakçı/<str:key>/imtina/", events.badge_cancel, name="alliance_badge_cancel"),
    path("məktub/", confirming.letter, name="alliance_letter"),
    path("təsdiq/<str:key>/", confirming.confirm, name="alliance_confirm"),
    path("məsələlər/", public.issues, name="alliance_issues"),
    path("məsələlər/<int:pk>/", public.issue, name="alliance_issue"),
    path("sənədlər/", public.documents, name="alliance_documents"),
    path("sənədlər/<int:pk>/", public.document, name="alliance_document"),
    path("ekspertlər/", public.experts, name="alliance_experts"),
]
