// Says on the page that scripts run: what needs them shows, what stands in for them goes.
// It goes for good, since Enter presses the first button of a form, seen or unseen.
document.documentElement.classList.add("scripted");
document.querySelectorAll(".js-none").forEach((element) => element.remove());
