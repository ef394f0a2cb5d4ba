"""The invented county's impact assessments (`examples/assessments.toml`)."""

from datetime import UTC, date, datetime, timedelta

from sharewell.domain.dpias import actions

ON_ITS_WAY = 6  # days ago that what goes round was begun


def load_assessments(county, rows: dict) -> None:
    """Bring each to its stage, through the actions that the pages call. That the law changed since is for the
    worker to find, once the service runs.
    """
    by_id = {row["id"]: row for row in rows["assessment"]}
    for row in rows["assessment"]:
        _Assessment(county, _whole(row, by_id)).load()


def _whole(row, by_id):
    """A row with what it takes from another one, where it is `like` it."""
    if "like" not in row:
        return row
    other = by_id[row["like"]]
    taken = {name: other[name] for name in ("view", "risk")}
    return taken | row | {"answers": other["answers"] | row["answers"]}


class _Assessment:
    """One assessment on its way to the stage that the file names."""

    def __init__(self, county, row: dict):
        self.county, self.row, self.by = county, row, county.people[row["by"]]
        signed_on = row.get("signed_on")
        self.at = _noon(signed_on) if signed_on else county.days_ago(ON_ITS_WAY)

    def load(self):
        if self.row.get("shipped"):
            actions.start_shipped(by=self.by, at=self.county.days_ago(2))
            return
        self._begin()
        self._write()
        if self.row["stage"] != "draft":
            self._send_round()
        if self.row["stage"] == "signed-off":
            self._sign_off()

    def _begin(self):
        title, at, by = self.row["title"], self._days_before(30), self.by
        self.made = actions.start_assessment(by=by, title_en=title["en"], title_cy=title["cy"], at=at)
        actions.screen(assessment=self.made, answers=self.row["screening"], by=by, at=at)
        actions.make_it(assessment=self.made, by=by, at=at)
        hats = {hat: self.county.people[one] for hat, one in self.row["hats"].items()}
        actions.give_hats(assessment=self.made, hats=hats, by=by, at=at)

    def _write(self):
        at, by = self._days_before(20), self.by
        for question, said in self.row["answers"].items():
            beside = {name: value for name, value in said.items() if name not in ("en", "cy")}
            actions.answer_question(
                assessment=self.made, question=question, by=by, at=at, **_both("text", said), **beside
            )
        for view in self.row["view"]:
            asked_on = (self.at - timedelta(days=view["asked_days_before"])).date()
            texts = _both("whose", view["whose"]) | _both("said", view["said"]) | _both("did", view["did"])
            actions.add_view(
                assessment=self.made, asked_on=asked_on, followed=view["followed"], by=by, at=at, **texts
            )
        for risk in self.row["risk"]:
            self._add_risk(risk, at)

    def _add_risk(self, row, at):
        (likelihood, severity), (left_likelihood, left_severity) = row["now"], row["left"]
        risk = actions.add_risk(
            assessment=self.made, side=row["side"], likelihood=likelihood, severity=severity,
            left_likelihood=left_likelihood, left_severity=left_severity, by=self.by, at=at,
            **_both("title", row["title"]), **_both("about", row["about"]),
        )  # fmt: skip
        for each in row["measures"]:
            actions.add_measure(
                risk=risk, effect=each["effect"], owner=self.county.people[each["owner"]],
                due_on=self.at.date(), by=self.by, at=at, **_both("text", each),
            )  # fmt: skip

    def _send_round(self):
        self.made = actions.send_round(assessment=self.made, by=self.by, at=self._days_before(3))
        actions.review(
            assessment=self.made, by=self._wearer("reviewer"), at=self._days_before(2),
            said_en="It is clear.", said_cy="Mae'n glir.",
        )  # fmt: skip

    def _sign_off(self):
        approver, said = self._wearer("approver"), self.row["advice"]
        actions.advise(
            assessment=self.made, says="go-ahead", by=self._wearer("officer"), at=self._days_before(1),
            **_both("text", said),
        )  # fmt: skip
        actions.settle_advice(assessment=self.made, taken="accepted", by=approver, at=self.at)
        actions.sign_off(
            assessment=self.made,
            review_on=self.row["review_on"],
            review_owner=approver,
            by=approver,
            at=self.at,
        )
        self.made.refresh_from_db()
        for risk in self.made.risks.all():
            for each in risk.measures.all():
                actions.finish_measure(measure=each, by=each.owner, at=self.at + timedelta(days=1))

    def _wearer(self, hat):
        return self.county.people[self.row["hats"][hat]]

    def _days_before(self, days):
        """So many days before it was signed off; what is on its way began a few days ago."""
        return (
            self.at - timedelta(days=days)
            if "signed_on" in self.row
            else self.at + timedelta(hours=30 - days)
        )


def _both(name, said):
    return {f"{name}_en": said["en"], f"{name}_cy": said["cy"]}


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
