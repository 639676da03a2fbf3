// Puts the editor in the place of the plain field of the SPARQL form, and answers into the page. All that it knows
// comes from the page and from this service; nothing is kept in the browser.
(() => {
  const form = document.querySelector("form.query"), field = form.query;
  const prefixes = JSON.parse(form.dataset.prefixes);
  const place = document.createElement("div");

  // Completion: the classes and properties that stand in this graph, and our prefixes.
  const terms = query => async () => {
    const address = `/sparql?${new URLSearchParams({ query })}`;
    try {
      const reply = await fetch(address, { headers: { Accept: "application/sparql-results+json" } });
      return (await reply.json()).results.bindings.map(row => row.term.value);
    } catch {
      return []; // without it there is no completion, and all else works
    }
  };
  const given = {
    class: terms("SELECT DISTINCT ?term { ?thing a ?term FILTER(isIRI(?term)) } ORDER BY ?term"),
    property: terms("SELECT DISTINCT ?term { ?thing ?term ?value } ORDER BY ?term"),
    prefixes: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  };
  for (const [name, get] of Object.entries(given)) {
    Yasqe.registerAutocompleter({ ...Yasqe.Autocompleters[name], get, bulk: true, persistenceId: null });
  }

  field.before(place);
  const editor = new Yasqe(place, {
    value: field.value,
    autocompleters: ["prefixes", "variables", "class", "property"],
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    prefixCcApi: null,
    showQueryButton: false,
    resizeable: false,
    screenReaderLabel: form.querySelector("label").textContent,
    extraKeys: {
      // Tab leads on, as everywhere else; Ctrl-Space completes.
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
    },
  });
  // What scrolls can be scrolled by keyboard.
  const scroller = editor.getScrollerElement();
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "group");
  scroller.setAttribute("aria-label", form.querySelector("label").textContent);
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = form.dataset.hint;
  place.after(hint);
  field.hidden = true;
  form.querySelector("label").addEventListener("click", () => editor.focus());

  form.addEventListener("submit", async event => {
    event.preventDefault();
    field.value = editor.getValue();
    const asked = new URLSearchParams(new FormData(form));
    const address = `${form.getAttribute("action")}?${asked}`;
    // What is too long for an address is posted.
    const short = address.length < 6000;
    const how = { headers: { Accept: "text/html" }, ...(short ? {} : { method: "POST", body: asked }) };
    const result = document.getElementById("result");
    result.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(short ? address : form.getAttribute("action"), how);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const part of ["#result", ".languages"]) {
        document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
      }
      if (short) history.pushState(null, "", address);
    } catch {
      form.submit();
    }
    result.removeAttribute("aria-busy");
  });
  window.addEventListener("popstate", () => location.reload());
})();
