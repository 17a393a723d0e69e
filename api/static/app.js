// Everything here is an addition: every page works with this file absent.
"use strict";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// 1. A fact and its words in the source. Both bear the key of the span: data-cite and data-f.
const wordsOf = (key) => all(`mark[data-f~="${CSS.escape(key)}"]`);
const pane = one(".src.stick");
const paneScrolls = () => pane !== null && pane.scrollHeight > pane.clientHeight + 1;

// Only the pane moves: the reader's place in the page stays. Sheets of a long text are laid out as they come into
// view, which may shift what was aimed at: so aim again once they are.
function bringIntoPane(mark) {
  const aim = () => {
    const offset = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += offset - pane.clientHeight / 3;
  };
  aim();
  requestAnimationFrame(() => requestAnimationFrame(aim));
}

function light(key) {
  all(".on").forEach((element) => element.classList.remove("on"));
  const words = wordsOf(key);
  words.forEach((mark) => mark.classList.add("on"));
  all(`[data-cite="${CSS.escape(key)}"]`).forEach((link) => link.classList.add("on"));
  if (words.length && paneScrolls()) bringIntoPane(words[0]);
  return words;
}

for (const link of all("a[data-cite]")) {
  const key = link.dataset.cite;
  let waiting;
  link.addEventListener("mouseenter", () => { if (paneScrolls()) waiting = setTimeout(light, 150, key); });
  link.addEventListener("mouseleave", () => clearTimeout(waiting));
  link.addEventListener("focus", () => { if (paneScrolls()) light(key); });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !wordsOf(key).length) return;
    event.preventDefault();
    const words = light(key);
    if (paneScrolls()) {
      history.replaceState(null, "", link.href);
    } else {
      history.pushState(null, "", link.href); // the page jumps: Back returns to the fact
      words[0].scrollIntoView({ block: "center" });
    }
  });
}
for (const mark of all("mark[data-f]")) {
  mark.addEventListener("click", () => {
    const keys = mark.dataset.f.split(" ");
    const link = keys.map((key) => one(`a[data-cite="${CSS.escape(key)}"]`)).find(Boolean);
    if (!link) return;
    light(link.dataset.cite);
    link.scrollIntoView({ block: "center" });
  });
}
// arriving by a link: the server lit the words; bring them into the pane's view
const lit = one("mark.on");
if (lit && paneScrolls()) {
  bringIntoPane(lit);
  scrollTo(0, 0);
}

// 2. Numbered citations of an answer and the list of their words.
for (const link of all("a[data-evidence]")) {
  const show = (on) => one("#" + link.dataset.evidence)?.classList.toggle("on", on);
  link.addEventListener("mouseenter", () => show(true));
  link.addEventListener("mouseleave", () => show(false));
  link.addEventListener("focus", () => show(true));
  link.addEventListener("blur", () => show(false));
}

// 3. Keys, by place on the keyboard so that they work under a Thai layout; off by a switch on the help page.
const keysOn = () => localStorage.getItem("keys") !== "off";
const step = (selector, by) => {
  const links = all(selector);
  const next = links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))];
  next?.focus();
};
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") event.target.closest("form")?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.code === "Slash" && !event.shiftKey) {
    event.preventDefault();
    one("#q")?.focus();
  } else if (event.code === "KeyJ") step(".hits .t a, .res .h a.t", 1);
  else if (event.code === "KeyK") step(".hits .t a, .res .h a.t", -1);
  else if (event.code === "BracketRight") step("a.cite", 1);
  else if (event.code === "BracketLeft") step("a.cite", -1);
});
const keySwitch = one("#keys");
if (keySwitch) {
  keySwitch.checked = keysOn();
  keySwitch.addEventListener("change", () => localStorage.setItem("keys", keySwitch.checked ? "on" : "off"));
}

// 4. The levels a record meets: worked out when asked for, so the page need not wait.
const levelWords = {
  "identified": "รู้ว่าเป็นการประชุมใด", "decided": "รู้วาระและมติ", "attended": "รู้ผู้มาประชุม",
  "followed-up": "ติดตามเรื่องต่อเนื่องได้", "evidence": "มีหลักฐานทุกข้อ",
};
const check = one("a[data-check]");
if (check) {
  fetch(check.href).then((response) => response.ok ? response.json() : Promise.reject(response)).then((found) => {
    const missing = (level) => [...new Set(found.results.filter((r) => r.level === level).map((r) => r.message))].join("; ");
    const ticks = Object.entries(found.levels).filter(([, met]) => met !== null).map(([level, met]) => {
      const tick = document.createElement("span");
      tick.className = met ? "nb ok" : "nb warn";
      tick.textContent = `${met ? "✓" : "✗"} ${levelWords[level] || level}`;
      if (!met) tick.title = missing(level);
      return tick;
    });
    check.replaceChildren("คุณภาพ");
    check.after(...ticks.flatMap((tick) => [" · ", tick]));
  }).catch(() => {}); // the link stays
}
