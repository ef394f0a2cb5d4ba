// What is typed is seen in its clause at once. Without a script, "Save and see how it reads" does the same.
const form = document.querySelector("[data-lands]");
function land({ target }) {
  if (target.tagName !== "TEXTAREA" && target.type !== "text") return;
  for (const place of document.querySelectorAll("[data-answer]")) {
    if (place.dataset.answer !== target.name) continue;
    place.dataset.empty ||= place.textContent;
    place.textContent = target.value.trim() || place.dataset.empty;
  }
}
if (form) {
  form.addEventListener("input", land);
  for (const field of form.querySelectorAll("textarea, input[type=text]")) if (field.value) land({ target: field });
}
