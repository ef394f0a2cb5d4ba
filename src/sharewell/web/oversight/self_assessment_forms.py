"""What only people can say of a standard: a level, and how they know."""

from django import forms
from django.utils.translation import gettext as _

from sharewell.domain.errors import Clash
from sharewell.domain.oversight.standards import LEVEL_WORDS

LONG = 1000


class PartForm(forms.Form):
    """Two fields a measure, `<measure>-level` and `<measure>-how`. Both empty is not answered yet."""

    def __init__(self, data=None, *, asked, answers, lang):
        self.asked, self.lang = asked, lang
        super().__init__(data, use_required_attribute=False)
        for each in asked:
            said = answers.get(each.id) or {"level": None, "how": ""}
            level = forms.ChoiceField(
                label=each.text[lang], widget=forms.RadioSelect, required=False,
                choices=[(str(key), words[lang]) for key, words in LEVEL_WORDS.items()],
                error_messages={"invalid_choice": _("Choose one of the levels")},
            )  # fmt: skip
            level.initial = "" if said["level"] is None else str(said["level"])
            how = forms.CharField(
                label=_("How do you know?"), max_length=LONG, required=False,
                help_text=_("For example: the governors' minutes of 3 November."),
                widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip
            how.initial = said["how"]
            self.fields[f"{each.id}-level"], self.fields[f"{each.id}-how"] = level, how

    @property
    def pairs(self):
        """The two bound fields of each measure, in order."""
        return [(self[f"{each.id}-level"], self[f"{each.id}-how"]) for each in self.asked]

    def clean(self):
        cleaned = super().clean()
        for each in self.asked:
            level, how = cleaned.get(f"{each.id}-level"), (cleaned.get(f"{each.id}-how") or "").strip()
            if level and not how:
                self.add_error(f"{each.id}-how", _("Write how you know"))
            if how and not level and f"{each.id}-level" not in self.errors:
                self.add_error(f"{each.id}-level", _("Choose a level"))
        return cleaned

    def said(self):
        """What `oversight.actions.answer_measures` takes."""
        return {
            each.id: {
                "level": int(level) if (level := self.cleaned_data[f"{each.id}-level"]) else None,
                "how": self.cleaned_data[f"{each.id}-how"].strip(),
            }
            for each in self.asked
        }

    def labels(self):
        """What the page of a clash calls each measure."""
        return {each.id: each.text[self.lang] for each in self.asked}

    def in_words(self, clash):
        """A clash with both sides as words, and the rest as fields of this form."""
        said = [{key: self._words(row) for key, row in side.items()} for side in (clash.theirs, clash.mine)]
        rest = {}
        for key, row in clash.rest.items():
            level = "" if row["level"] is None else str(row["level"])
            rest |= {f"{key}-level": level, f"{key}-how": row["how"]}
        return Clash(theirs=said[0], mine=said[1], version=clash.version, rest=rest)

    def _words(self, row):
        level = "" if row["level"] is None else LEVEL_WORDS[row["level"]][self.lang]
        return ": ".join(filter(None, (level, row["how"])))
