// What pages gain when scripts run.  Without them every screen still works.
import "htmx.org/dist/htmx.esm.js";
import "./scripted.js";
import "./once.js";
import "./live.js";
import "./keys.js";
import "./choosing.js";
