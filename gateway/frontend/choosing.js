// Choosing in a form: a field may fill others, or send its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills]");
  if (!button) return;
  const form = button.form ?? button.closest("form");
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fills))) {
    const field = form.elements[name];
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  button.setAttribute("aria-pressed", "true");
});
