"""The invented county's agreements (`examples/agreements.toml`): one in force, others on their way."""

from datetime import timedelta

from sharewell.domain.agreements import actions
from sharewell.domain.agreements.kinds import kind as kind_of


def load_agreements(county, rows: dict) -> None:
    """Draft, discuss and sign them, each by its own people on its own days."""
    made = {}
    for row in rows["agreement"]:
        made[row["id"]] = _Loading(county, row, made).agreement


def load_register(county, data: bytes) -> None:
    """Take over what the school agreed before it had Sharewell, as its officer does from a spreadsheet."""
    officer = county.people["tomasz-wieczorek"]
    actions.take_over_register(
        organisation=officer.organisation, data=data, by=officer, at=county.days_ago(160)
    )


class _Loading:
    """One agreement, as far as its row takes it."""

    def __init__(self, county, row, made):
        self.county, self.row = county, row
        self.by, self.at = county.people[row["by"]], county.days_ago(row["days_ago"])
        self.agreement = actions.start_agreement(
            kind=row["kind"], organisation=self.by.organisation, languages=row["languages"], by=self.by,
            under=made.get(row.get("under")), at=self.at, **_two("title", row["title"]),
        )  # fmt: skip
        self.parties = {each["organisation"]: self._party(each) for each in row["party"]}
        self._about()
        self._answers()
        for each in row.get("flow", []):
            self._flow(each)
        self._take_round()

    def _party(self, row):
        organisation = self.county.organisations[row["organisation"]]
        said = _two("contact", row.get("contact", {})) | _two("signatory_role", row.get("signs", {}))
        said |= {"signatory_name": row.get("name", ""), "signatory_email": self._address(row)}
        there = self.agreement.parties.filter(organisation=organisation).first()
        if there is None:
            there = actions.add_party(
                agreement=self.agreement, organisation=organisation, by=self.by, at=self.at
            )
        return actions.change_party(party=there, by=self.by, at=self.at, **said)

    def _address(self, row):
        person = self.county.people.get(row.get("signatory", ""))
        return person.email if person else row.get("email", "")

    def _about(self):
        said = {"is_public": self.row.get("public", False)}
        if "in_force_days_ago" in self.row:
            said["in_force_from"] = self.county.days_ago(self.row["in_force_days_ago"]).date()
        actions.change_about(agreement=self.agreement, by=self.by, at=self.at, **said)

    def _answers(self):
        """What the row answers; where it says so, the rest as the kind itself begins it."""
        given, takes_rest = self.row.get("answers", {}), self.row.get("rest", False)
        for section in kind_of(self.row["kind"]).sections:
            answers = {}
            for question in section.questions:
                said = given.get(question.id) or (question.starts_as if takes_rest else None)
                if isinstance(said, str):  # a choice
                    said = {"en": said, "cy": said}
                if said:
                    answers[question.id] = {"en": said.get("en", ""), "cy": said.get("cy", "")}
            if answers:
                actions.answer_section(
                    agreement=self.agreement, section=section.id, answers=answers, by=self.by, at=self.at
                )

    def _flow(self, row):
        texts = {}
        for name in ("items", "about", "why", "often", "trigger", "secured", "kept"):
            texts |= _two(name, row.get(name, {}))
        flow = actions.add_flow(
            agreement=self.agreement, giver=self.parties[row["giver"]],
            receivers=[self.parties[each] for each in row["receivers"]],
            purpose=row["purpose"], pattern=row["pattern"], by=self.by, at=self.at,
            **{name: row.get(name, False) for name in ("special", "offence", "confidential")}, **texts,
        )  # fmt: skip
        for party, grounds in row.get("rests", {}).items():
            basis, condition, power = grounds
            actions.ground_flow(
                flow=flow, party=self.parties[party], basis=basis, condition=condition, power=power,
                by=self.by, at=self.at,
            )  # fmt: skip

    def _take_round(self):
        if self.row["stage"] == "draft":
            return
        at = self.at + timedelta(days=1)
        if len(self.parties) > 1:
            actions.put_before_parties(agreement=self._now(), by=self.by, at=at)
        for comment in self.row.get("comment", []):
            version = self.agreement.versions.last()
            actions.add_comment(
                agreement=self._now(), version=version, text=comment["text"], clause=comment["clause"],
                language=comment.get("language", "en"), by=self.county.people[comment["by"]], at=at,
            )  # fmt: skip
        if self.row["stage"] == "in-force":
            self._sign(at + timedelta(days=1))

    def _sign(self, at):
        actions.open_signing(agreement=self._now(), by=self.by, at=at)
        for each in self.row["party"]:
            person = self.county.people[each["signatory"]]
            role = each["signs"][person.language] if person.language in each["signs"] else each["signs"]["en"]
            party = self._now().parties.get(pk=self.parties[each["organisation"]].pk)
            actions.sign(party=party, name=person.name, role=role, by=person, language=person.language, at=at)

    def _now(self):
        self.agreement.refresh_from_db()
        return self.agreement


def _two(name, words):
    """{"en": .., "cy": ..}, or a part of it, as the two columns of a text."""
    return {f"{name}_{lang}": words.get(lang, "") for lang in ("en", "cy")}
