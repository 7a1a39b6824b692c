"""Forms that fill in a dataclass, msgspec.Struct or pydantic model: `l.forms.Form(Person, ...)`."""

from hlive.forms.field import Field
from hlive.forms.form import Form
from hlive.forms.hints import Hint, Invalid, Messages, Rule, secret, textarea
from hlive.forms.posting import post

__all__ = ["Field", "Form", "Hint", "Invalid", "Messages", "Rule", "post", "secret", "textarea"]
