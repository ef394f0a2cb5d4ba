// Shows what needs a script, and starts the passkey forms as the page's data says.
for (const part of document.querySelectorAll(".sw-needs-script")) part.hidden = false;
for (const data of document.querySelectorAll("script[data-allauth-onload]")) {
  const start = data.dataset.allauthOnload.split(".").reduce((found, name) => found[name], window);
  start(JSON.parse(data.textContent));
}
