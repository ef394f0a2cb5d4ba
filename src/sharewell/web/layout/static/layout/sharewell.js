// Starts the kit's own behaviour. Every page works without this file.
const kit = document.querySelector("script[data-kit]").dataset.kit;
document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(kit).then(({ initAll }) => initAll());
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
