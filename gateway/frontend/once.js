// A form goes once: its buttons rest until the answer is there.
const WAIT = 8000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => rest(form), WAIT);
});

function rest(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

// Coming back by the browser's Back button finds the page as it was left.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(rest);
});
