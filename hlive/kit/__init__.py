"""Ready-made parts for pages: `from hlive import kit`."""

from hlive.kit.computed import ComponentComputed
from hlive.kit.diff_applied import on_diff_applied, on_diff_applied_once
from hlive.kit.focus import FOCUS, focus
from hlive.kit.lists import ComponentList, ComponentListSimple
from hlive.kit.navigation import Navigation, link
from hlive.kit.plugin import again
from hlive.kit.preempt import preempt_disable
from hlive.kit.pubsub import subscribe
from hlive.kit.redirect import REDIRECT, redirect
from hlive.kit.scroll_into_view import SCROLL_INTO_VIEW, scroll_into_view
from hlive.kit.scroll_top import SCROLL_TOP, scroll_top
from hlive.kit.teardown import ComponentTeardown, Teardown, tear_down
from hlive.kit.visible import on_visibility, on_visible, on_visible_once
from hlive.page_cache import MemoryPageCache
from hlive.pubsub import Bus, LocalBus, Message, MessageHandler, Subscription

__all__ = [
    "FOCUS",
    "REDIRECT",
    "SCROLL_INTO_VIEW",
    "SCROLL_TOP",
    "Bus",
    "ComponentComputed",
    "ComponentList",
    "ComponentListSimple",
    "ComponentTeardown",
    "LocalBus",
    "MemoryPageCache",
    "Message",
    "MessageHandler",
    "Navigation",
    "Subscription",
    "Teardown",
    "again",
    "focus",
    "link",
    "on_diff_applied",
    "on_diff_applied_once",
    "on_visibility",
    "on_visible",
    "on_visible_once",
    "preempt_disable",
    "redirect",
    "scroll_into_view",
    "scroll_top",
    "subscribe",
    "tear_down",
]
