// Decides cases with the published rules of Sharewell, and with nothing else.
//
//   sharewell publish published
//   node decide.mjs published/rules.json case.json ...     or   ... < cases.jsonl
//
// A case is JSON, in the shape of docs/reference: { "nation": "england", "sharer": { "kind": "gp" }, ... }.
// Prints one line of JSON a case. `decide` needs no file and no network: a page in a browser can use it too.

/** What may, must or must not be shared: the whole of the law, as one program reads it. */
export function decide(rules, given) {
  const facts = factsOf(rules, given);
  const starts = given.law?.starts ?? {};
  const last = new Map(rules.rules.map((rule) => [rule.id, rule])); // the newest version of each
  const from = (rule) => (rule === last.get(rule.id) && starts[rule.id]) || rule.from;
  const inForce = rules.rules.filter((rule) =>
    rule.nations.includes(facts.nation) && from(rule) <= facts.date && (!rule.to || facts.date < rule.to));
  const holds = (ways) => (ways ?? []).some((way) =>
    Object.entries(way).every(([fact, allowed]) => allowed.includes(facts[fact])));
  const holding = (sort, name = "when") => inForce.filter((rule) => rule.sort === sort && holds(rule[name]));

  // Which regime is it? The first that fits.
  const regime = rules.found.find((one) => one.key === "found.regime").choose.find((one) => holds(one.when)).value;

  // The first step at which a rule speaks decides.
  const speaking = [...holding("step"), ...holding("gateway")];
  const at = (id) => speaking.filter((rule) => rule.step === id);
  const step = rules.steps.find((one) => at(one.id).length) ?? rules.steps.at(-1);
  const isInstead = step.outcome === rules.instead.of && holds(rules.instead.when);
  const outcome = isInstead ? rules.instead.outcome : step.outcome;
  const expected = step.id === "permits" && at("permits").some((rule) => rule.expected);

  // What was found is a fact for what comes after.
  Object.assign(facts, {
    "found.regime": regime,
    "found.duty": at("duty").length + at("order").length > 0,
    "found.outcome": outcome,
    "found.expected": expected,
  });
  const tell = (facts["found.tell"] = holding("telling")[0].tell);

  // On what grounds? None where no regime binds, or where the share should not go.
  const goes = regime !== "none" && outcome !== "do-not-share";
  const grounds = (sort) => (goes ? ids(holding(sort, "recommended")) : []);
  const gateways = Object.fromEntries(
    rules.steps.flatMap(({ id }) => at(id)).filter((rule) => rule.sort === "gateway").map((r) => [r.id, r.strength]));
  return { outcome, expected, regime, tell, bases: grounds("basis"), conditions: grounds("condition"), gateways };
}

const ids = (rules) => [...new Set(rules.map((rule) => rule.id))].sort();

/** Every fact by its name: as the case says, or as it rests. */
function factsOf(rules, given) {
  const date = given.date && given.date !== "unknown" ? given.date : new Date().toISOString().slice(0, 10);
  if (date < rules["first-day"]) throw new Error(`date: ${date} is before the first day that the rules know`);
  const facts = { date };
  const said = (key) => key.split(".").reduce((table, name) => table?.[name], given);
  const find = (fact) => (facts[fact.key] ??= known(fact) ? banded(fact, said(fact.key)) : rest(fact));
  const known = (fact) => said(fact.key) !== undefined && (said(fact.key) !== "unknown" || hasUnknown(fact));
  const hasUnknown = (fact) => fact.values.some(({ value }) => value === "unknown");
  const banded = (fact, value) =>
    fact.key === "child.age" ? rules.ages.find((age) => age.from <= value && value <= age.to)?.band : value;
  const byKey = Object.fromEntries(rules.facts.map((fact) => [fact.key, fact]));

  function rest({ key, needed, rests }) {
    if (needed) throw new Error(`${key} is needed`);
    if ("same-as" in rests) return find(byKey[rests["same-as"]]);
    if ("value" in rests) return rests.value;
    const isSo = rests.when.some((way) => Object.entries(way).every(([k, any]) => any.includes(find(byKey[k]))));
    return isSo ? rests.then : rests.otherwise;
  }

  for (const fact of rules.facts) {
    const value = find(fact);
    const allowed = fact.values.map((one) => one.value);
    const wrong = [value].flat().find((one) => !allowed.includes(one));
    if (wrong !== undefined) throw new Error(`${fact.key}: there is no value ${JSON.stringify(wrong)}`);
    // A fact of many values is a fact for each of them: "worry.circumstances:missing-child".
    if (fact.many) for (const one of allowed) facts[`${fact.key}:${one}`] = value.includes(one);
  }
  const cannotBe = rules.impossible.find((way) => Object.entries(way).every(([k, any]) => any.includes(facts[k])));
  if (cannotBe) throw new Error(`this cannot be: ${Object.keys(cannotBe).join(" and ")}`);
  return facts;
}

async function main([published, ...files]) {
  const { readFile } = await import("node:fs/promises");
  const { text } = await import("node:stream/consumers");
  const rules = JSON.parse(await readFile(published, "utf8"));
  const cases = files.length
    ? await Promise.all(files.map((file) => readFile(file, "utf8")))
    : (await text(process.stdin)).split("\n").filter((line) => line.trim());
  for (const written of cases) {
    let answer;
    try {
      answer = decide(rules, JSON.parse(written));
    } catch (error) {
      answer = { error: error.message };
    }
    console.log(JSON.stringify(answer));
  }
}

// `process` is there where a program runs on its own, and not in a browser.
if (globalThis.process?.argv[1]?.endsWith("decide.mjs")) await main(process.argv.slice(2));
