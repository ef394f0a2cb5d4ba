// Shows how far a file has come while it is sent. Without this file the form is sent as any other.
const form = document.querySelector("form[data-upload]");
const said = form?.querySelector("[data-upload-progress]");
form?.addEventListener("submit", (event) => {
  const file = form.querySelector("input[type=file]");
  if (event.submitter?.value !== "attach" || !file?.files.length) return;
  event.preventDefault();
  const bar = document.createElement("progress");
  const words = document.createElement("span");
  bar.max = 100;
  bar.setAttribute("aria-label", form.dataset.sending);
  said.replaceChildren(words, bar);
  said.hidden = false;
  words.textContent = form.dataset.sending;
  event.submitter.disabled = true;
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  data.set("do", "attach");
  request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
  request.upload.addEventListener("load", () => { bar.removeAttribute("value"); words.textContent = form.dataset.cleaning; });
  request.addEventListener("load", () => {
    const page = request.response;
    if (!page) return form.submit();
    const summary = page.querySelector(".govuk-error-summary");
    if (request.status === 200 && !summary) return location.reload();
    const main = page.querySelector("main");
    if (!main) return form.submit();
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    main.querySelector(".govuk-error-summary")?.setAttribute("tabindex", "-1");
    main.querySelector(".govuk-error-summary")?.focus();
  });
  request.addEventListener("error", () => { event.submitter.disabled = false; form.submit(); });
  request.open("POST", form.action || location.href);
  request.responseType = "document"; // the browser reads the page itself: no text becomes markup here
  request.send(data);
});
