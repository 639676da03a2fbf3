// Sorts and narrows a table in place, as the server does it for ?sort= and ?filter= (web/ordering.py).
"use strict";
const table = document.querySelector("table[data-whole]");
if (table) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const count = document.getElementById("count");
  const field = document.getElementById("filter");
  // Case is folded sign by sign, so that ß is ss and ς is σ, as for the server (memgraph/folding.py).
  const folded = (text) => [...text].map((one) => one === "ı" ? one : one.toUpperCase().toLowerCase()).join("").normalize("NFKD").replace(/\p{M}/gu, "");
  const told = (cell) => [...cell.childNodes].filter((one) => one.className !== "where").map((one) => one.textContent).join("").trim();
  const rank = (text) => folded(text).split(/([0-9]+)/).map((part, i) => {
    const digits = part.replace(/^0+/, "");
    return i % 2 ? [digits.length, digits] : [0, part];
  });
  const compare = (one, other) => {
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      for (const side of [0, 1]) {
        if (one[i][side] < other[i][side]) return -1;
        if (one[i][side] > other[i][side]) return 1;
      }
    }
    return one.length - other.length;
  };
  const known = rows.map((row) => ({
    row,
    number: Number(row.dataset.n),
    texts: [...row.cells].map(told),
  }));
  for (const one of known) one.words = folded(one.texts.join("\n"));

  // Every link to this answer says how it now stands.
  const kept = (name, value) => {
    const change = (address) => {
      const found = new URL(address, location.href);
      if (value) found.searchParams.set(name, value);
      else found.searchParams.delete(name);
      return found.pathname + found.search + found.hash;
    };
    history.replaceState(null, "", change(location.href));
    for (const link of document.querySelectorAll("a[rel=bookmark]")) {
      link.setAttribute("href", change(link.getAttribute("href")));
      link.firstElementChild.textContent = link.getAttribute("href");
    }
    if (name === "filter") {
      for (const link of table.tHead.querySelectorAll("a")) link.setAttribute("href", change(link.getAttribute("href")));
    } else {
      document.getElementById("sort").value = value;
    }
  };

  heads.forEach((head, at) => {
    const link = head.querySelector("a");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const down = head.getAttribute("aria-sort") === "ascending";
      const ranks = new Map(known.map((one) => [one, rank(one.texts[at])]));
      const filled = known.filter((one) => one.texts[at]);
      const bare = known.filter((one) => !one.texts[at]).sort((one, other) => one.number - other.number);
      filled.sort((one, other) =>
        (down ? -1 : 1) * compare(ranks.get(one), ranks.get(other)) || one.number - other.number);
      table.tBodies[0].append(...[...filled, ...bare].map((one) => one.row));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      kept("sort", (down ? "-" : "") + head.dataset.column);
    });
  });

  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of known) {
      one.row.hidden = !words.every((word) => one.words.includes(word));
      shown += !one.row.hidden;
    }
    count.textContent = shown
      ? count.dataset.some.replace("{first}", 1).replace("{last}", shown).replace("{total}", shown)
      : count.dataset.none;
    kept("filter", field.value.trim());
  });
}
