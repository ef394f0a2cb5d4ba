"""The words of this room, as the screens say them, and the moves between them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

OPEN, CLOSED = "open", "closed"

# What somebody wrote down, kept apart all the way to the recipient.
ENTRY_KINDS = {
    "fact": _("Fact"),
    "opinion": _("Opinion"),
    "allegation": _("Allegation"),
    "childs-words": _("Child's own words"),
    "what-we-did": _("What we did"),
}

SHARE, NOT_SHARE = "share", "not-share"

# Telling the family: what was decided about it.
TELLING = {
    "told": _("They have been told"),
    "will-tell": _("We will tell them"),
    "not-telling": _("We will not tell them, for now"),
}

# Schedule 1 paragraph 18(2): why it is done without consent. One of the three must hold.
LIMBS = {
    "a": _("Consent cannot be given"),
    "b": _("Nobody can reasonably expect us to get consent"),
    "c": _("Asking for consent would put the protection at risk"),
}
POLICY = {"yes": _("Yes"), "no": _("No"), "unknown": _("I don't know")}

# What is owed afterwards, with a date on it.
OWED = {
    "record-emergency": _("Write down what you did in the emergency"),
    "written-confirmation": _("Confirm in writing what you said by telephone"),
    "unocini": _("Send the UNOCINI form to the Gateway team"),
    "chase": _("Ring again if nobody has answered, and go higher if you are still worried"),
    "call-back": _("Ring back on a number from the directory, to check who you spoke to"),
    "tell-lead": _("Tell your safeguarding lead what you did"),
    "tell-family": _("Tell the family, now that it is safe"),
    "review": _("Look again at the decision not to share"),
    "review-telling": _("Look again at whether to tell the family"),
    "paragraph-18": _("Write down why it was shared without consent"),
}

# What lets somebody see a record; each look keeps the one that held.
RAISED, LEAD, ADDED, GLASS = "raised", "lead", "added", "glass"
REASONS = {
    RAISED: _("raised it"),
    LEAD: _("safeguarding lead"),
    ADDED: _("of the team"),
    GLASS: _("broke the glass"),
    "asked": _("was asked for advice, or asked for it"),
    "second": _("was asked for a second person's word"),
    "own": _("wrote it"),
    "received": _("opened what was sent to them"),
    "kept": _("works where it is kept"),
    "list": _("list of what they may see"),
    "refused": _("refused"),
}

# Why somebody goes in who is not of the team.
GLASS_REASONS = {
    "with-me": _("The child, or somebody from the home, is with me or on the telephone now"),
    "told-of-harm": _("I have been told of harm, and nobody of the team can be reached"),
    "on-call": _("I stand in for somebody of the team who is away"),
    "other": _("Something else"),
}
UPHELD = {True: _("It was right to go in"), False: _("It was not right to go in")}

FLAG_OUTCOMES = {
    "explained": _("There was a good reason"),
    "concern": _("There was no good reason; it is being followed up"),
}

# What somebody is told of at once; what needs them today says it in words.
ALERTS = ("glass", "glass-overdue", "glass-not-upheld", "flag", "shield-asked", "shield-lifted")

# What came of asking that the shield of an address be lifted.
SHIELD_OUTCOMES = {
    "lifted": _("It is shown openly"),
    "kept": _("It stays hidden"),
    "lapsed": _("Nobody answered in time, so it stays hidden"),
}
SHIELD_ASK_STANDS = timedelta(days=7)  # our own: who asks twice has thought twice
