"""What a browser shows of a page, and the patches that make it show what the page is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from hlive.changes import Shown, lower_changes
from hlive.component import Component
from hlive.context import CURRENT, Context
from hlive.errors import ContextError, PageError
from hlive.lower import lower_component, lower_page
from hlive_proto.dialect import Dialect
from hlive_proto.differ import OPAQUE, Strategy, diff, diff_at, diff_component
from hlive_proto.patch import Attribute, Op, Patch
from hlive_proto.tree import (
    FOREIGN,
    Document,
    Element,
    Text,
    component_ids,
    exchanged,
    find_component,
    node_at,
    replace_at,
)

T = TypeVar("T")
P = ParamSpec("P")

Enter = Callable[[Component], None]

_NO_MOVES: Counter[str] = Counter()


class Screen:
    """One browser's tree of the page of `context`.

    The function `enter` is called for each component that is about to be shown. Whoever is given
    patches sends them: they are taken for shown.
    """

    def __init__(self, context: Context, dialect: Dialect, strategy: Strategy) -> None:
        self.is_busy = False
        """Whether the page is being lowered, with what its author's code does meanwhile."""
        self._page = context.page
        self._context = context
        self._dialect = dialect
        self._strategy = strategy
        self._shown = Shown(())
        self._is_true = False
        """Whether what is shown is what the page was when it was last lowered."""
        self._places: Counter[str] = Counter()

    @property
    def tree(self) -> Document:
        """The browser's tree."""
        return self._shown.tree

    def begin(self, shown: Document | None) -> None:
        """The browser shows `shown`, else the first HTML that this page would have."""
        self._show(shown or self._lowering(lower_page, self._page, self._dialect))

    def take_up(self, shown: Document) -> None:
        """The browser shows this, in which components of this page are live already."""
        self._places.update(exchanged(self.tree, shown))
        self._show(shown)

    def lowered(self, enter: Enter) -> Document:
        """The page as it is now; components that are new in it are mounted."""
        return self._lowering(lower_page, self._page, self._dialect, enter)

    def update(self, enter: Enter) -> list[Patch]:
        """The patches for whatever changed; raises PageError for what can't be shown as it is."""
        patches = self._in_place(enter)
        if patches is None:
            patches = self._whole(enter)
        self._is_true = True
        return patches

    def update_component(self, component: Component, enter: Enter) -> list[Patch] | None:
        """The patches for one component; None where it can't be sent alone, in a picture (SVG) or
        a template.

        Raises ContextError when it isn't shown yet, PageError when it can't be shown as it is.
        """
        path = None if component.id is None else find_component(self.tree, component.id)
        if path is None:
            raise ContextError(f"{component!r} isn't in the page yet: render the page first")
        if _is_in_one_piece(self.tree, path):
            return None
        old = node_at(self.tree, path)
        assert isinstance(old, Element)
        new = self._lowering(lower_component, component, self._page, self._dialect, enter)
        patches = diff_component(old, new, self._strategy)
        self._take(replace_at(self.tree, {path: new}), patches)
        return patches

    def _in_place(self, enter: Enter) -> list[Patch] | None:
        """The patches for elements that changed alone; None where there is more to it.

        What is around them is neither lowered nor compared, which would be most of the work.
        """
        if not self._is_true or self._shown.is_behind:
            return None
        changes = self._lowering(lower_changes, self._page, self._dialect, enter, self._shown)
        if changes is None:
            return None
        patches: list[Patch] = []
        for _, (_, root, path), old, new in changes:
            patches += diff_at(root, path, old, new, self._strategy)
        if self._strategy is Strategy.POSITIONAL and any(map(_is_of_nodes, patches)):
            return None  # The order of its deletes depends on the whole page.
        if self._moves_components(patches):
            tree = replace_at(self.tree, {each.place.steps: each.new for each in changes})
            self._take(tree, patches)
        else:
            for change in changes:
                self._shown.put(change)
        return patches

    def _whole(self, enter: Enter) -> list[Patch]:
        """The patches for whatever changed."""
        tree = self.lowered(enter)
        patches = diff(self.tree, tree, self._strategy)
        self._take(tree, patches)
        return patches

    def _lowering(self, lower: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Functions in the page may ask for the context."""
        self.is_busy = True
        self._is_true = False
        token = CURRENT.set(self._context)
        try:
            return lower(*args, **kwargs)
        finally:
            CURRENT.reset(token)
            self.is_busy = False

    def _show(self, tree: Document) -> None:
        self._shown = Shown(tree)
        self._is_true = False

    def _take(self, tree: Document, patches: list[Patch]) -> None:
        """The browser is going to show this; components that leave it can't be addressed any more.

        If they come back, they are new here.
        """
        moves = self._moves(tree) if self._moves_components(patches) else _NO_MOVES
        self._show(tree)
        self._places.update(moves)
        for id, change in moves.items():
            if change < 0:
                del self._places[id]
                self._page.components.pop(id).forget()

    def _moves(self, tree: Document) -> Counter[str]:
        """Which components came into the page (1) and which left it (-1).

        Raises PageError for one that would be there twice.
        """
        moves = exchanged(self.tree, tree)
        for id, change in moves.items():
            if self._places[id] + change > 1:
                raise PageError(
                    f"{self._page.components[id]!r} would stand in the page twice: make two "
                    "components; if it only moved, render the whole page"
                )
        return moves

    def _moves_components(self, patches: list[Patch]) -> bool:
        return any(_changes_components(patch, self._dialect) for patch in patches)


def _is_in_one_piece(nodes: Document, path: tuple[int, ...]) -> bool:
    """Whether something around the node at `path` can only be sent with all that is in it."""
    for index in path[:-1]:
        node = nodes[index]
        assert isinstance(node, Element)
        if node.name in FOREIGN or node.name in OPAQUE:
            return True
        nodes = node.children
    return False


def _changes_components(patch: Patch, dialect: Dialect) -> bool:
    """Whether a component may have come into the page or left it."""
    content = patch.content
    if isinstance(content, Attribute):
        return content.name == dialect.id_attr
    if patch.op is Op.CREATE and content is not None:
        return any(True for _ in component_ids(content))
    return not isinstance(content, Text)


def _is_of_nodes(patch: Patch) -> bool:
    return not isinstance(patch.content, Attribute | Text)
