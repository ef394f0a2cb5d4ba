// A button that copies a part of the page. Without it, the text can be marked and copied by hand.
for (const part of document.querySelectorAll("[data-copy]")) {
  const text = part.querySelector("textarea");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sw-link-button";
  button.textContent = part.dataset.copy;
  button.setAttribute("aria-describedby", text.id);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = part.dataset.copied;
  });
  part.append(button);
}
