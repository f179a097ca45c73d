"""Addresses of referrals and sharing protocols. An address names a row by an id that says nothing."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.referring import (
    acting_first,
    asking,
    drafting,
    exchanging,
    handing,
    listing,
    outside,
    protocols,
    quarantine,
    receiving,
    referral_page,
    sending,
)

PREFIX = "staff/referrals/"

urlpatterns = [
    path("", ruled("referrals.list", listing.all_referrals)),
    path("received", ruled("received.list", receiving.received_referrals)),
    path("received/<str:id>", ruled("received.read", receiving.read_received)),
    path("received/<str:id>/answer", ruled("received.answer", receiving.answer_received)),
    path("received/<str:id>/colleague", ruled("received.answer", handing.name_colleague)),
    path("received/<str:id>/take-over", ruled("received.answer", handing.take_it_over)),
    path("acted-first", ruled("act-first.list", acting_first.acted_first)),
    path("acted-first/<str:id>", ruled("act-first.review", acting_first.look_at_act_first)),
    path("outside", ruled("outside.list", outside.from_outside)),
    path("outside/read", ruled("outside.add", outside.paste_from_outside)),
    path("outside/<str:id>/take", ruled("outside.take", outside.take_from_outside)),
    path("quarantine", ruled("quarantine.list", quarantine.list_quarantine)),
    path("quarantine/<str:id>", ruled("quarantine.read", quarantine.read_quarantine)),
    path("quarantine/<str:id>/seen", ruled("quarantine.answer", quarantine.mark_quarantine_seen)),
    path("protocols", ruled("protocols.list", protocols.all_protocols)),
    path("protocols/new", ruled("protocols.add", protocols.new_protocol)),
    path("protocols/<str:id>", ruled("protocols.read", protocols.read_protocol)),
    path("protocols/<str:id>/agree", ruled("protocols.agree", protocols.agree_here)),
    path("protocols/<str:id>/sign", ruled("protocols.sign", protocols.note_signature)),
    path("protocols/<str:id>/leave", ruled("protocols.leave", protocols.leave_this_protocol)),
    path("todos/<str:id>", ruled("referrals.todo", sending.todo_done)),
    path("new/<str:id>", ruled("referrals.add", drafting.new_referral)),
    path("<str:id>", ruled("referrals.read", referral_page.read_referral)),
    path("<str:id>/fields", ruled("referrals.write", drafting.choose_fields)),
    path("<str:id>/answer", ruled("referrals.write", asking.answer_telling)),
    path("<str:id>/take-back", ruled("referrals.write", asking.take_permission_back)),
    path("<str:id>/words", ruled("referrals.write", drafting.write_referral)),
    path("<str:id>/read-back", ruled("referrals.write", drafting.read_back)),
    path("<str:id>/send", ruled("referrals.write", sending.send_on)),
    path("<str:id>/step", ruled("referrals.step", sending.sender_step)),
    path("<str:id>/receipt", ruled("referrals.write", sending.receipt)),
    path("<str:id>/act-first", ruled("referrals.write", acting_first.ask_act_first)),
    path("<str:id>/decide", ruled("referrals.act-first", acting_first.decide_act_first_here)),
    path("<str:id>/told", ruled("referrals.write", acting_first.child_was_told)),
    path("<str:id>/there", ruled("referrals.write", handing.name_for_them)),
    path("<str:id>/exchange", ruled("referrals.exchange", exchanging.show_exchange)),
    path("<str:id>/exchange/answer", ruled("referrals.exchange", exchanging.answer_exchange)),
    path("<str:id>/exchange/take-back", ruled("referrals.exchange", exchanging.take_exchange_back)),
    path("<str:id>/exchange/file", ruled("referrals.exchange", exchanging.take_exchange_file)),
    path("<str:id>/child", ruled("referrals.write", sending.child_said)),
    path("<str:id>/link", ruled("referrals.write", sending.make_link)),
]
