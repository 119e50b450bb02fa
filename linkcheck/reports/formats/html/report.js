// Chooses which rows are shown. All text stands in the document already; nothing is fetched.
"use strict";

const FACETS = ["status", "rule", "language", "publisher", "host", "article", "year"];
const THEMES = ["auto", "light", "dark"];

// What is kept of the chosen theme; some places that show files have no storage.
const memory = {
  get() {
    try { return localStorage.getItem("linkcheck-theme"); } catch { return null; }
  },
  set(theme) {
    try { localStorage.setItem("linkcheck-theme", theme); } catch { /* for this time only */ }
  },
};

function setTheme(theme) {
  document.documentElement.dataset.theme = THEMES.includes(theme) ? theme : "auto";
}

setTheme(memory.get()); // before the first line is drawn

document.addEventListener("DOMContentLoaded", () => {
  const one = (selector) => document.querySelector(selector);
  const form = one("#filters");
  const search = form.elements.q;

  const rows = [...document.querySelectorAll("tr[data-status]")].map((element) => ({
    element,
    group: element.parentElement,
    values: Object.fromEntries(FACETS.map((name) => [
      name, name === "rule" ? element.dataset.rule.split(" ") : [element.dataset[name]],
    ])),
    text: null,
  }));
  const groups = [...new Set(rows.map((row) => row.group))];
  const options = new Map();
  for (const select of form.querySelectorAll("select")) {
    for (const option of select.options) option.dataset.label = option.text;
    options.set(select.name, [...select.options].slice(1));
  }

  // Letters that readers type one for another are one.
  const fold = (text) => text.normalize("NFKC").toLowerCase()
    .replaceAll("\u0451", "\u0435").replace(/[\u2019\u02bc]/g, "'").replace(/\s+/g, " ").trim();

  function textOf(row) {
    if (row.text === null) {
      const cells = row.element.querySelectorAll(".cited, .found, .place");
      const heading = row.group.querySelector(".article").textContent;
      row.text = fold([heading, ...[...cells].map((cell) => cell.textContent)].join(" "));
    }
    return row.text;
  }

  // A row counts for a facet's value when nothing but that facet itself could leave it out.
  function apply() {
    const data = new FormData(form);
    const words = fold(data.get("q")).split(" ").filter(Boolean);
    const wanted = FACETS.map((name) => [name, data.getAll(name).filter(Boolean)]);
    const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    const living = new Set();
    let shown = 0;
    for (const row of rows) {
      const said = words.every((word) => textOf(row).includes(word));
      const failed = said ? wanted.filter(([name, chosen]) => chosen.length > 0
        && !row.values[name].some((value) => chosen.includes(value))) : null;
      const hidden = failed === null || failed.length > 0;
      if (row.element.hidden !== hidden) row.element.hidden = hidden;
      if (!hidden) {
        shown += 1;
        living.add(row.group);
      }
      if (failed === null || failed.length > 1) continue;
      for (const name of failed.length ? [failed[0][0]] : FACETS) {
        for (const value of row.values[name]) {
          counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
        }
      }
    }
    for (const group of groups) group.hidden = !living.has(group);
    showCounts(counts);
    const chosen = words.length > 0 || wanted.some(([, values]) => values.length > 0);
    one("#shown").textContent = chosen
      ? `${shown} of ${rows.length} citations` : `All ${rows.length} citations`;
    one("#clear").hidden = !chosen;
    one("#nothing").hidden = shown > 0;
  }

  function showCounts(counts) {
    for (const box of form.elements.status) {
      box.parentElement.querySelector(".count").textContent = counts.status.get(box.value) ?? 0;
    }
    for (const [name, all] of options) {
      for (const option of all) {
        const count = counts[name].get(option.value) ?? 0;
        option.text = `${option.dataset.label} (${count})`;
        option.hidden = count === 0 && !option.selected;
      }
    }
  }

  // The chosen view stands in the address behind "#", so that it can be sent to others.
  function remember() {
    const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const page = location.href.split("#")[0];
    try { history.replaceState(null, "", state.size ? `${page}#${state}` : page); } catch { /* shown in a frame */ }
  }

  function recall() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return goTo(hash);
    const state = new URLSearchParams(hash);
    search.value = state.get("q") ?? "";
    for (const box of form.elements.status) box.checked = state.getAll("status").includes(box.value);
    for (const [name, all] of options) {
      const value = state.get(name) ?? "";
      form.elements[name].value = all.some((option) => option.value === value) ? value : "";
    }
    return apply();
  }

  // To one citation (#c12): shown, whatever was chosen, and open.
  function goTo(id) {
    const target = document.getElementById(id);
    if (target?.matches("tr[data-status]")) {
      if (target.hidden) form.reset();
      target.querySelector("details").open = true;
    }
    apply();
    target?.scrollIntoView();
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); remember(); }, 60);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  one("#clear").addEventListener("click", () => {
    form.reset();
    apply();
    remember();
    search.focus();
  });
  addEventListener("hashchange", () => {
    recall();
    if (location.hash.includes("=")) one("#citations").scrollIntoView();
  });

  // A row's details are text inside <noscript> until they are opened.
  document.addEventListener("toggle", ({ target }) => {
    const waitingText = target.open && target.querySelector?.(":scope > noscript");
    if (!waitingText) return;
    const parsed = document.createElement("template");
    parsed.innerHTML = waitingText.textContent;
    waitingText.replaceWith(parsed.content);
  }, true);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  const theme = one("#theme");
  const nameTheme = () => {
    theme.querySelector("span").textContent = document.documentElement.dataset.theme;
  };
  theme.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    setTheme(next);
    memory.set(next);
    nameTheme();
  });
  nameTheme();
  theme.hidden = false;
  form.hidden = false;
  recall();
});
