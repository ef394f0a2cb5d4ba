// What a script adds to a page. Every page works without it; each part here only spares a press or a fright.

// Leave at once: by the button, or by pressing Shift three times. The page is blank before the other one comes,
// and going back does not bring it up again.
const exit = document.querySelector(".sw-exit a");
function leave() {
  document.title = " ";
  document.body.hidden = true;
  location.replace(exit.href);
}
if (exit) {
  let shifts = [];
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", ({ key }) => {
    const now = Date.now();
    shifts = key === "Shift" ? [...shifts.filter((at) => now - at < 5000), now] : [];
    if (shifts.length === 3) leave();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

// What went wrong is read out first, and its links put the cursor into the field.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const named = document.getElementById((event.target.hash || "").slice(1));
    if (!named) return;
    // where a whole group is named, its first field; what is folded away is opened
    for (let fold = named.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const fields = "input:not([type=hidden]), select, textarea, button:not([tabindex]), summary";
    const field = named.matches(fields) ? named : named.querySelector(fields) || named;
    if (field === named && !named.matches(fields)) named.tabIndex = -1;
    event.preventDefault();
    (field.closest("fieldset") || field.closest(".govuk-form-group") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// A form that is pressed twice is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (Date.now() - (form.sentAt || 0) < 1000) event.preventDefault();
  form.sentAt = Date.now();
});

// "None of these" and the others take each other's ticks away.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const isAlone = target.dataset.behaviour === "exclusive";
  for (const other of document.getElementsByName(target.name)) {
    if (other !== target && (isAlone || other.dataset.behaviour === "exclusive")) other.checked = false;
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Five minutes before somebody is signed out for want of a press, say so, and let them stay.
const idle = document.querySelector(".sw-idle");
if (idle) {
  const stay = idle.querySelector("button");
  const wait = () => setTimeout(() => (idle.hidden = false), (idle.dataset.minutes - 5) * 60_000);
  stay.addEventListener("click", async () => {
    await fetch(stay.dataset.stay, { method: "HEAD" });
    idle.hidden = true;
    wait();
  });
  wait();
}

// The kit's own script comes only to pages with a part that needs it.
const parts = ["password-input", "file-upload", "character-count", "tabs", "accordion", "notification-banner"];
const wanted = parts.map((name) => `[data-module="govuk-${name}"]`).join() + ", input[data-aria-controls]";
if (document.querySelector(wanted)) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  import(document.querySelector("script[data-kit]").dataset.kit).then(({ initAll }) => initAll());
}
