"""What is typed while an agreement goes round."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.agreements import reviews, states
from sharewell.web.layout.fields import DayField

COLLEAGUE = "colleague"


def _text(label, required="", help_text="", rows=4, most=4000):
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, required=bool(required),
        widget=forms.Textarea({"rows": rows}), error_messages={"required": required},
    )  # fmt: skip


class Plain(forms.Form):
    """Without the browser's own words for what is missing."""

    use_required_attribute = False


class PutForm(Plain):
    note = _text(
        gettext_lazy("What should the parties look at?"),
        help_text=gettext_lazy("A line or two: what is new, and by when you hope to hear."), most=1000,
    )  # fmt: skip


class CommentForm(Plain):
    text = _text(
        gettext_lazy("Your comment"),
        required=gettext_lazy("Write your comment"),
        help_text=gettext_lazy("What should be different, and why. In English or in Welsh."),
        rows=6,
    )


class SettleForm(Plain):
    how = forms.ChoiceField(
        label=gettext_lazy("What was made of it?"), widget=forms.RadioSelect,
        choices=list(states.SETTLED.items()),
        error_messages={"required": gettext_lazy("Choose what was made of it")},
    )  # fmt: skip
    said = _text(
        gettext_lazy("Your answer"),
        help_text=gettext_lazy("The party reads this. Where you do not take it up, say why."),
    )

    def clean(self):
        given = super().clean()
        if given.get("how") == states.SETTLED_NOT and not given.get("said", "").strip():
            self.add_error("said", _("Say why you do not take it up"))
        return given


class SubmitForm(Plain):
    assurer = forms.ChoiceField(
        label=gettext_lazy("Who looks at its quality?"), widget=forms.RadioSelect,
        help_text=gettext_lazy("Never somebody who wrote it."),
        error_messages={"required": gettext_lazy("Choose who looks at its quality")},
    )  # fmt: skip

    def __init__(self, *args, offered, keeper, **kwargs):
        super().__init__(*args, **kwargs)
        mine = (COLLEAGUE, _("A colleague of yours at %(name)s") % {"name": keeper})
        self.fields["assurer"].choices = [
            mine if each == keeper else (str(each.pk), str(each)) for each in offered
        ]
        if offered == [keeper]:
            self.fields["assurer"].initial = COLLEAGUE


class AssureForm(Plain):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Is it good enough to be signed?"), widget=forms.RadioSelect,
        choices=[
            (states.ASSURE_PASSED, gettext_lazy("Yes, its quality is assured")),
            (states.ASSURE_CHANGES, gettext_lazy("No, changes are needed first")),
        ],
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )  # fmt: skip
    said = _text(
        gettext_lazy("What you found"), help_text=gettext_lazy("Where changes are needed: which, and where.")
    )

    def clean(self):
        given = super().clean()
        if given.get("outcome") == states.ASSURE_CHANGES and not given.get("said", "").strip():
            self.add_error("said", _("Say which changes are needed"))
        return given


class SignForm(Plain):
    """Also behind a link."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    role = forms.CharField(
        label=gettext_lazy("The post in which you sign"), max_length=120,
        error_messages={"required": gettext_lazy("Enter your post, for example chief executive")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    has_read = forms.BooleanField(
        label=gettext_lazy("I have read this agreement, and I may sign it for my organisation"),
        error_messages={"required": gettext_lazy("Confirm that you have read it and may sign it")},
    )


class SignatoryForm(Plain):
    name = forms.CharField(
        label=gettext_lazy("Who signs for them?"), max_length=120, required=False,
        help_text=gettext_lazy("Whoever holds that post, as they told you themselves."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        error_messages={"required": gettext_lazy("Enter the address to which the link goes")},
    )

    def __init__(self, *args, is_here, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = not is_here


class ReasonForm(Plain):
    """One field: why."""

    because = _text(gettext_lazy("Why?"), required=gettext_lazy("Write why"), most=1000)


class ReviewForm(Plain):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"), widget=forms.RadioSelect,
        choices=list(states.REVIEW_OUTCOMES.items()),
        error_messages={"required": gettext_lazy("Choose what came of the review")},
    )  # fmt: skip
    said = _text(
        gettext_lazy("What you looked at, and what you found"),
        required=gettext_lazy("Write what you looked at and what you found"),
    )
    next_on = DayField(
        label=gettext_lazy("When is it next looked at?"), required=False,
        help_text=gettext_lazy("Only where it stands. Left empty, it is the latest day allowed."),
    )  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_next_on(self):
        chosen = self.cleaned_data["next_on"]
        if chosen and chosen <= self.today:
            raise forms.ValidationError(_("The next review must be in the future"))
        if chosen and chosen > reviews.latest_after(self.today):
            raise forms.ValidationError(_("That is too far off. Choose an earlier day, or leave it empty"))
        return chosen


class JoinForm(Plain):
    organisation = forms.ChoiceField(
        label=gettext_lazy("Which organisation?"), widget=forms.Select,
        help_text=gettext_lazy("One of the directory. It signs the version that stands."),
        error_messages={"required": gettext_lazy("Choose the organisation")},
    )  # fmt: skip
    role = forms.CharField(
        label=gettext_lazy("Which post signs for it?"), max_length=120,
        error_messages={"required": gettext_lazy("Enter the post, for example chief executive")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Who holds that post?"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"), required=False,
        help_text=gettext_lazy("Needed where the organisation has no accounts here."),
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in offered}
        choices = [("", _("Choose one")), *((pk, str(each)) for pk, each in self.offered.items())]
        self.fields["organisation"].choices = choices

    def clean(self):
        given = super().clean()
        body = self.offered.get(given.get("organisation"))
        if body and not body.is_here and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("They have no accounts here. Enter an address for the link"))
        return given
