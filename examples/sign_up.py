"""Teaches forms: a form fills in a model, and says what is wrong while somebody types."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import hlive as l
from hlive import html as h
from hlive.forms import Hint, Invalid, Rule, secret

TAKEN = {"ada", "grace"}


def has_an_at(email: str) -> None:
    """A rule raises ValueError, with what the visitor is told."""
    if "@" not in email.strip("@"):
        raise ValueError("An address has an @ inside.")


def is_long(password: str) -> None:
    """Another rule; a field can have several."""
    if len(password) < 8:
        raise ValueError(f"Eight characters, please: {8 - len(password)} to go.")


@dataclass(kw_only=True)
class Account:
    """What the form fills in: each field of it becomes one of the form."""

    name: str
    email: Annotated[str, Hint(type="email", help="For the confirmation only."), Rule(has_an_at)]
    birthday: date
    plan: Annotated[Literal["Free", "Team", "Company"], Hint(type="radio")] = "Free"
    password: Annotated[str, secret, Rule(is_long)]
    again: Annotated[str, secret]
    news: Annotated[bool, Hint(label="Tell me what is new")] = False

    def __post_init__(self) -> None:
        if self.birthday > date.today():
            raise Invalid(birthday="You aren't born yet.")
        if self.password != self.again:
            raise Invalid(again="That is another password.")


def home() -> l.Page:
    """Try to make a mistake. Nothing is called wrong before you have left its field."""
    welcome = l.Box("")

    def sign_up(account: Account) -> None:
        if account.name.lower() in TAKEN:
            raise Invalid(name=f"Somebody is called {account.name} already.")
        welcome.set(f"Welcome, {account.name}! Your plan is {account.plan}.")
        form.reset()

    form = l.forms.Form(Account, on_submit=sign_up, submit="Sign up")
    page = l.Page(title="Sign up")
    page.body.add(form, h.p(welcome, role="status"))
    return page


app = l.App()
app.page("/", home)
