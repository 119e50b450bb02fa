// Shows the citations that the reader chooses. Nothing is fetched, and whatever is not written
// here is only ever set as text.
"use strict";

const FACETS = ["status", "rule", "publisher", "host", "article", "year", "age", "language"];
const COLUMNS = ["status", "source", "finding", "article"];
const THEMES = ["auto", "light", "dark"];
const STEP = 60; // rows that are made at once
const PRINTED = 1000;
const FOLLOWED = /^(https?:\/\/)((?:\[[0-9a-f:.]+\]|[^\s/?#@\\[\]<>"'`{}|^%:]+)(?::\d*)?)([/?#].*)?$/i;

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

// An element; children are elements or text, attributes that are null are left out.
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const mark = (sign) => make("span", { class: "mark", "aria-hidden": "true" }, sign);

// Letters that readers type one for another are one.
const fold = (text) => text.normalize("NFKC").toLowerCase()
  .replaceAll("\u0451", "\u0435").replace(/[\u2019\u02bc]/g, "'").replace(/\s+/g, " ").trim();

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// The data as `linkcheck/reports/formats/html/data.py` writes it.
class Citations {
  constructor(data) {
    Object.assign(this, data);
    this.size = data.columns.status?.length ?? 0;
    this.link = new Uint8Array(data.texts.length);
    let place = 0;
    for (let at = 0; at < data.followed.length; at += 2) {
      place += data.followed[at];
      this.link.fill(1, place, place += data.followed[at + 1]);
    }
    this.folded = [];
    const paths = data.articles.map(([, path]) => path);
    this.facet = Object.fromEntries(FACETS.map((name) => [name, (row) => [this.textIn(name, row)]]));
    this.facet.status = (row) => [data.statuses[data.columns.status[row]][0]];
    this.facet.article = (row) => [paths[data.columns.article[row]]];
    this.facet.rule = (row) => {
      const findings = data.columns.findings[row];
      return findings ? [...new Set(findings.map(([rule]) => data.rules[rule][0]))] : ["none"];
    };
  }

  cell(name, row) { return this.columns[name][row]; }

  textIn(name, row) { return this.texts[this.columns[name][row]]; }

  label(facet, value) { return this.labels[facet]?.[value] ?? value; }

  message([, , template, named]) {
    const facts = {};
    for (let at = 0; at < named.length; at += 2) facts[named[at]] = this.texts[named[at + 1]];
    return filled(this.texts[template], facts);
  }

  searched(row) {
    if (this.folded[row] === undefined) {
      const [title, path] = this.articles[this.cell("article", row)];
      const findings = this.cell("findings", row) || [];
      this.folded[row] = fold([
        ...["named", "publisher", "from", "date", "written", "title", "url", "place"].map((name) => this.textIn(name, row)),
        title, path,
        ...findings.flatMap((found) => [
          this.rules[found[0]][0], this.message(found), ...(found[4] ?? []).slice(0, 2).map((at) => this.texts[at]),
        ]),
      ].join(" "));
    }
    return this.folded[row];
  }

  // All citations in the order of a column, a minus before it for the other direction.
  order(sort) {
    const name = sort.replace("-", "");
    this.orders ??= new Map();
    if (!this.orders.has(sort)) {
      const every = Array.from({ length: this.size }, (_, row) => row);
      if (name !== "article") {
        const collator = new Intl.Collator(this.language, { numeric: true });
        const keys = every.map({
          status: (row) => this.cell("status", row),
          source: (row) => `${this.textIn("publisher", row)}\t${this.textIn("title", row)}`,
          finding: (row) => (this.cell("findings", row) ? this.facet.rule(row)[0] : "\uffff"),
        }[name]);
        every.sort((one, other) => (typeof keys[one] === "number"
          ? keys[one] - keys[other] : collator.compare(keys[one], keys[other])) || one - other);
      }
      this.orders.set(sort, sort.startsWith("-") ? every.reverse() : every);
    }
    return this.orders.get(sort);
  }
}

// Makes the rows of the table.
class Rows {
  constructor(citations) {
    this.all = citations;
    this.words = citations.words;
  }

  bdi(index, attributes) { return make("bdi", attributes ?? null, this.all.texts[index]); }

  link(url, attributes, ...children) {
    return make("a", { ...attributes, href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, ...children);
  }

  // A text: as an address, or a link, where it is one.
  address(index) {
    const text = this.all.texts[index];
    const found = FOLLOWED.exec(text);
    const attributes = { class: "url", dir: "ltr" };
    if (!found) return /^\w+:\S*$/.test(text) ? make("span", attributes, text) : this.bdi(index);
    const parts = [found[1], make("b", null, found[2]), found[3] ?? ""];
    return this.all.link[index] ? this.link(text, attributes, ...parts) : make("span", attributes, ...parts);
  }

  joined(nodes) { return nodes.flatMap((node, at) => (at ? [" \u00b7 ", node] : [node])); }

  row(row) {
    const [status, sign, word] = this.all.statuses[this.all.cell("status", row)];
    const cell = (name, ...children) => make("td", { class: name, role: "cell" }, ...children);
    const details = this.details(row);
    return make(
      "tr", { id: `c${row + 1}`, class: status, role: "row", "data-row": row },
      cell("status", mark(sign), " ", make("span", null, word)),
      cell("cited", ...this.cited(row)),
      cell("found", ...this.found(row)),
      cell("place", ...this.place(row)),
      cell("more", details),
    );
  }

  heading(article) {
    const [title, path] = this.all.articles[article];
    const cell = make(
      "th", { role: "rowheader", scope: "rowgroup" },
      make("span", { class: "headline" }, make("bdi", null, title || path)),
      " ", title ? make("span", { class: "path" }, make("bdi", null, path)) : null,
    );
    return make("tr", { class: "article", role: "row" }, cell);
  }

  cited(row) {
    const { all } = this;
    const about = ["named", "from", "date", "written"].map((name) => all.cell(name, row)).filter(Boolean);
    const [title, tag, url] = ["title", "tag", "url"].map((name) => all.cell(name, row));
    return [
      about.length ? make("p", { class: "about" }, ...this.joined(about.map((index) => this.bdi(index)))) : null,
      title ? make("p", { class: "title" }, this.bdi(title, { lang: all.texts[tag] || null })) : null,
      url ? make("p", null, this.address(url)) : null,
    ];
  }

  found(row) {
    const { all, words } = this;
    const findings = all.cell("findings", row);
    if (!findings) {
      const same = (all.cell("compared", row) || []).filter(([, , , match]) => match === 0);
      const fields = same.map(([field]) => all.texts[field].toLowerCase()).join(", ");
      return fields ? [make("p", { class: "muted" }, filled(words.asCited, { fields }))] : [];
    }
    const list = make("ul", null, ...findings.map((found) => this.finding(found, row)));
    const url = all.cell("url", row);
    const lost = all.statuses[all.cell("status", row)][0] === "broken";
    const copies = findings.some((found) => found[4]?.[3]);
    if (lost && all.link[url] && !copies) {
      const search = `https://web.archive.org/web/*/${all.texts[url]}`;
      return [list, make("p", { class: "aside" }, this.link(search, null, words.wayback))];
    }
    return [list];
  }

  finding(found, row) {
    const { all, words } = this;
    const [name, summary, why, fix] = all.rules[found[0]];
    const [severity, sign] = all.severities[found[1]];
    const facts = {};
    for (let at = 0; at < found[3].length; at += 2) facts[found[3][at]] = found[3][at + 1];
    const message = all.texts[found[2]].split(/\{(\w+)\}/).map((part, at) => (
      at % 2 === 0 || !(part in facts) ? part : this.address(facts[part])));
    return make(
      "li", null,
      make("span", { class: `rule ${severity}`, title: summary },
        mark(sign), " ", make("span", null, name)),
      " ", make("span", { class: "message" }, ...message),
      found[4] ? this.proposal(found[4], row) : null,
      make("details", { class: "why" }, make("summary", null, words.why),
        make("p", null, ...this.prose(why)),
        make("p", null, make("b", null, `${words.fix}: `), ...this.prose(fix))),
    );
  }

  // The rules' own texts, in which options are marked as code.
  prose(text) {
    return text.split("`").map((part, at) => (at % 2 ? make("code", null, part) : part));
  }

  proposal([url, why, line, snapshot, day], row) {
    const { all, words } = this;
    const archived = snapshot && snapshot !== url && all.link[snapshot]
      ? this.link(all.texts[snapshot], null, filled(words.archiveOf, { date: all.texts[day] })) : null;
    return make(
      "div", { class: "proposal" },
      make("p", null, make("span", { class: "label" }, words.proposed), " ", this.address(url)),
      why ? make("p", { class: "muted" }, this.bdi(why)) : null,
      line ? make("p", { class: "corrected" }, make("span", { class: "unseen" }, `${words.corrected}: `),
        make("code", { dir: "auto" }, all.texts[line])) : null,
      make("p", { class: "buttons" },
        all.link[url] ? this.copy(words.copyAddress, all.texts[url]) : null, " ",
        line ? this.copy(words.copyLine, all.texts[line]) : null, " ", archived),
    );
  }

  copy(label, text) {
    const button = make("button", { type: "button" }, label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
      } catch { // where a page from a file may not use the clipboard
        const box = make("textarea", { class: "unseen" });
        box.value = text;
        button.after(box);
        box.select();
        document.execCommand("copy");
        box.remove();
        button.focus();
      }
      button.textContent = this.words.copied;
      document.querySelector("#said").textContent = this.words.copied;
      setTimeout(() => {
        button.textContent = label;
        document.querySelector("#said").textContent = "";
      }, 1500);
    });
    return button;
  }

  place(row) {
    const { all, words } = this;
    const [title, path, base] = all.articles[all.cell("article", row)];
    const where = all.textIn("place", row);
    const url = base.replaceAll("{line}", all.cell("line", row) || 1);
    return [
      make("span", { class: "path", title: path }, make("bdi", null, title || path)), " ",
      make(
        "span", { class: "where" },
        FOLLOWED.test(url) ? this.link(url, { title: words.fromArticle }, where) : where, " ",
        make("a", { href: `#c${row + 1}`, class: "here", "aria-label": `${words.linkHere}: ${where}`, title: words.linkHere }, "#")),
    ];
  }

  details(row) {
    const { all, words } = this;
    if (!["compared", "way", "facts", "technical"].some((name) => all.cell(name, row))) return "";
    const element = make("details", null, make("summary", null, words.details));
    element.addEventListener("toggle", () => {
      if (element.open && element.children.length === 1) element.append(this.panel(row));
    });
    return element;
  }

  panel(row) {
    const { all, words } = this;
    const technical = all.cell("technical", row);
    const way = all.cell("way", row);
    const compared = all.cell("compared", row);
    const facts = all.cell("facts", row);
    return make(
      "div", { class: "panel" },
      compared ? this.compared(compared) : null,
      facts ? this.facts(facts) : null,
      technical || way ? make(
        "details", { class: "technical" }, make("summary", null, words.technical),
        way ? make("p", { class: "label" }, words.redirects) : null,
        way ? make("ol", { class: "way" }, ...way.map((hop) => this.hop(hop))) : null,
        technical ? this.facts(technical) : null) : null,
    );
  }

  compared(rows) {
    const { all, words } = this;
    const head = (text) => make("th", { scope: "col" }, text);
    const said = (index, label) => make("td", { "data-label": label }, index ? this.bdi(index) : "\u2013");
    return make(
      "table", { class: "compared" },
      make("caption", { class: "unseen" }, words.details),
      make("thead", null, make("tr", null, ...[words.field, words.articleSays, words.pageSays, words.result].map(head))),
      make("tbody", null, ...rows.map(([field, cited, found, match, word]) => make(
        "tr", null,
        make("th", { scope: "row" }, all.texts[field]),
        said(cited, words.articleSays), said(found, words.pageSays),
        make("td", { class: `result ${all.matches[match]}` }, mark("\u2713\u2715?\u2013"[match]), " ", make("span", null, all.texts[word])),
      ))),
    );
  }

  facts(rows) {
    return make("dl", null, ...rows.map(([name, ...values]) => make(
      "div", null, make("dt", null, this.all.texts[name]),
      make("dd", null, ...this.joined(values.map((index) => this.address(index)))))));
  }

  hop([status, url, notes]) {
    return make(
      "li", null, make("span", { class: "code" }, status || this.words.noAnswer), " ",
      url ? this.address(url) : null, " ", notes ? make("span", { class: "muted" }, this.bdi(notes)) : null);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const one = (selector) => document.querySelector(selector);
  const form = one("#filters");
  const search = form.elements.q;
  const table = one("table.citations");
  const body = table.tBodies[0];
  const citations = new Citations(JSON.parse(one("#data").textContent));
  const rows = new Rows(citations);
  const { words } = citations;
  const number = new Intl.NumberFormat(citations.language);
  const options = new Map();
  let sort = "status";
  let pinned = null;
  let matching = [];
  let made = 0;

  for (const [value, sign, , several] of citations.statuses) {
    one("#statuses").append(make(
      "label", { class: `chip ${value}` }, make("input", { type: "checkbox", name: "status", value }),
      mark(sign), " ", several, " ", make("span", { class: "count" })));
  }
  const boxes = [...form.querySelectorAll("[name=status]")];

  // Whatever is not sound needs attention, and is what a report begins with.
  const occurring = new Set(citations.columns.status);
  const attention = citations.statuses.filter(([value], at) => value !== "ok" && occurring.has(at)).map(([value]) => value);

  for (const name of FACETS.slice(1)) {
    const select = form.elements[name];
    const values = new Set();
    for (let row = 0; row < citations.size; row += 1) citations.facet[name](row).forEach((value) => values.add(value));
    const collator = new Intl.Collator(citations.language, { numeric: true });
    const sorted = [...values];
    if (name === "age") sorted.sort((a, b) => citations.ages.indexOf(a) - citations.ages.indexOf(b));
    else if (name !== "article") sorted.sort((a, b) => collator.compare(citations.label(name, a), citations.label(name, b)));
    if (name === "year") sorted.reverse();
    sorted.sort((a, b) => (a === "none") - (b === "none"));
    select.append(make("option", { value: "" }, words.any));
    options.set(name, sorted.map((value) => {
      const option = make("option", { value }, citations.label(name, value));
      option.dataset.label = option.text;
      return option;
    }));
    select.append(...options.get(name));
    select.parentElement.hidden = sorted.length < 2;
  }

  table.tHead.rows[0].querySelectorAll("th").forEach((head, at) => {
    const button = make("button", { type: "button" }, head.textContent, make("span", { class: "arrow", "aria-hidden": "true" }));
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      sort = sort === COLUMNS[at] ? `-${COLUMNS[at]}` : COLUMNS[at];
      remember();
      apply();
    });
  });
  table.tHead.rows[0].append(make("td", { class: "unseen", role: "cell" }));

  // A row counts for a facet's value when nothing but that facet itself could leave it out.
  function apply() {
    const data = new FormData(form);
    const said = fold(data.get("q")).split(" ").filter(Boolean);
    const wanted = FACETS.map((name) => [name, new Set(data.getAll(name).filter(Boolean))]).filter(([, values]) => values.size);
    const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    matching = [];
    for (const row of citations.order(sort)) {
      if (said.length && !said.every((word) => citations.searched(row).includes(word))) continue;
      const failed = wanted.filter(([name, values]) => !citations.facet[name](row).some((value) => values.has(value)));
      if (failed.length === 0 && row !== pinned) matching.push(row);
      if (failed.length > 1) continue;
      for (const name of failed.length ? [failed[0][0]] : FACETS) {
        for (const value of citations.facet[name](row)) counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
      }
    }
    showCounts(counts);
    const shown = matching.length + (pinned === null ? 0 : 1);
    one("#shown").textContent = filled(words.shown, { shown: number.format(shown), all: number.format(citations.size) });
    one("#clear").hidden = shown === citations.size;
    one("#nothing").hidden = shown > 0;
    table.hidden = shown === 0;
    table.tHead.rows[0].querySelectorAll("th").forEach((head, at) => {
      const chosen = sort.replace("-", "") === COLUMNS[at];
      if (chosen) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    made = 0;
    body.replaceChildren();
    if (pinned !== null) {
      const row = rows.row(pinned);
      row.classList.add("pinned");
      body.append(make("tr", { class: "article", role: "row" }, make("th", { role: "rowheader" }, words.linked)), row);
      row.querySelector(".more details")?.setAttribute("open", "");
    }
    further(STEP);
  }

  // Rows are made as they are needed: thirty thousand at once would take seconds.
  function further(count) {
    const grouped = sort.endsWith("article");
    const fragment = document.createDocumentFragment();
    for (const end = Math.min(made + count, matching.length); made < end; made += 1) {
      const article = citations.cell("article", matching[made]);
      if (grouped && (made === 0 || article !== citations.cell("article", matching[made - 1]))) fragment.append(rows.heading(article));
      fragment.append(rows.row(matching[made]));
    }
    table.classList.toggle("grouped", grouped);
    body.append(fragment);
    one("#further").hidden = made === matching.length;
  }

  function showCounts(counts) {
    for (const box of boxes) {
      box.parentElement.querySelector(".count").textContent = number.format(counts.status.get(box.value) ?? 0);
    }
    for (const [name, all] of options) {
      for (const option of all) {
        const count = counts[name].get(option.value) ?? 0;
        option.text = `${option.dataset.label} (${number.format(count)})`;
        option.hidden = count === 0 && !option.selected;
      }
    }
  }

  const choose = (statuses) => boxes.forEach((box) => { box.checked = statuses.includes(box.value); });
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);

  // The chosen view is in the address behind "#", so that a link shares it.
  function remember() {
    const state = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && name !== "status"));
    if (sort !== "status") state.set("sort", sort);
    if (state.size || String(chosen()) !== String(attention)) {
      if (chosen().length === 0) state.set("status", "all");
      chosen().forEach((status) => state.append("status", status));
    }
    const page = location.href.split("#")[0];
    try { history.replaceState(null, "", state.size ? `${page}#${state}` : page); } catch { /* shown in a frame */ }
    pinned = null;
  }

  function recall() {
    const hash = location.hash.slice(1);
    const citation = /^c(\d+)$/.exec(hash);
    const state = new URLSearchParams(hash.includes("=") ? hash : "");
    pinned = citation && citation[1] >= 1 && citation[1] <= citations.size ? citation[1] - 1 : null;
    search.value = state.get("q") ?? "";
    const statuses = state.getAll("status");
    choose(state.size === 0 ? attention : statuses);
    for (const [name, all] of options) {
      const value = state.get(name) ?? "";
      form.elements[name].value = all.some((option) => option.value === value) ? value : "";
    }
    const column = state.get("sort") ?? "";
    if ([...options.keys()].some((name) => form.elements[name].value)) one(".menus").open = true;
    sort = COLUMNS.includes(column.replace("-", "")) ? column : "status";
    apply();
    if (pinned !== null || (hash && hash !== "citations")) one("#citations").scrollIntoView();
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { remember(); apply(); }, 60);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  one("#clear").addEventListener("click", () => {
    form.reset();
    choose([]);
    remember();
    apply();
    search.focus();
  });
  addEventListener("hashchange", () => {
    if (location.hash !== "#citations") recall();
  });

  const more = one("#further");
  more.addEventListener("click", () => further(STEP));
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) further(STEP);
  }, { rootMargin: "0px 0px 800px 0px" }).observe(more);
  addEventListener("beforeprint", () => {
    further(PRINTED - made);
    one("#printed").textContent = made < matching.length ? filled(words.printed, { count: number.format(made) }) : "";
  });

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
    theme.querySelector("span").textContent = words[document.documentElement.dataset.theme];
  };
  theme.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    setTheme(next);
    memory.set(next);
    nameTheme();
  });
  nameTheme();
  if (matchMedia("(max-width: 48rem)").matches) {
    document.querySelectorAll(".overview, .menus").forEach((each) => each.removeAttribute("open"));
  }
  theme.hidden = false;
  form.hidden = false;
  recall();
});
