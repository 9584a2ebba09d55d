// Two desks see each other's change within two seconds: while the page is looked at,
// every [data-live] asks for itself again, more slowly while nobody answers.
import htmx from "htmx.org/dist/htmx.esm.js";

const EVERY = 2000;
const SLOWEST = 15000;
let wait = EVERY;
let timer = null;

const live = () => document.querySelector("[data-live]");

function again() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (live() && document.visibilityState === "visible") htmx.trigger(live(), "refresh");
    else again();
  }, wait);
}

function told(connected) {
  document.querySelectorAll("[data-connection]").forEach((mark) => {
    mark.dataset.connection = connected ? "on" : "off";
  });
}

document.addEventListener("htmx:before:swap", (event) => {
  const answer = event.detail.ctx?.response?.raw;
  if (!answer) return;
  if (answer.redirected) {
    event.preventDefault();
    window.location.reload(); // signed out meanwhile: to the log-in page, and back here after it
  } else if (!answer.ok) {
    event.preventDefault();
  }
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (!ctx?.sourceElement?.matches?.("[data-live]")) return;
  const connected = Boolean(ctx.response?.raw?.ok);
  wait = connected ? EVERY : Math.min(wait * 2, SLOWEST);
  told(connected);
  again();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && live()) htmx.trigger(live(), "refresh");
});

if (live()) again();
