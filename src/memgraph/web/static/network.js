// Puts a network that can be moved in the place of the still picture, when somebody asks for it, and takes it away
// again. It is made of the rows of the picture's own file.
(() => {
  const button = document.getElementById("explore"), still = document.querySelector(".wide.canvas");
  if (!button || !still) return;
  const words = button.dataset, root = getComputedStyle(document.documentElement);
  const colour = name => root.getPropertyValue(`--${name}`).trim();
  const spoken = new URLSearchParams(location.search).get("lang");
  const place = iri => `/id/${iri.slice(words.base.length)}${spoken ? `?lang=${spoken}` : ""}`;
  // Cytoscape would put a style element into the page, which the policy forbids; its one rule stands in our sheet.
  const there = document.createElement("link");
  there.id = "__________cytoscape_stylesheet";
  document.head.append(there);
  const told = document.createElement("p"), moved = document.createElement("div");
  told.setAttribute("aria-live", "polite");
  moved.className = "moved";
  moved.setAttribute("role", "img");
  moved.setAttribute("aria-label", still.getAttribute("aria-label"));

  still.after(told);

  // What has no name in the answer is called by the end of its address.
  const called = (iri, ...names) => names.find(Boolean)?.value ?? iri.slice(iri.lastIndexOf("/") + 1);
  const read = async () => {
    const reply = await fetch(words.rows);
    if (!reply.ok) throw new Error(reply.status);
    const nodes = new Map(), edges = new Map();
    const node = (kind, iri, label) => nodes.set(iri, { data: { id: iri, kind, label } });
    const edge = (source, target, basis) => {
      const id = `${source} ${target}`;
      if (edges.get(id)?.data.basis !== "stated") edges.set(id, { data: { id, source, target, basis } });
    };
    for (const row of (await reply.json()).results.bindings) {
      const { institution, law, action, basis } = row;
      node("institution", institution.value, called(institution.value, row.acronym, row.name));
      node("law", law.value, called(law.value, row.lawName));
      node("action", action.value, called(action.value, row.actionNumber));
      edge(institution.value, law.value, basis.value);
      edge(law.value, action.value, basis.value);
    }
    return [...nodes.values(), ...edges.values()];
  };
  const drawn = elements => {
    const network = cytoscape({
      container: moved,
      elements,
      layout: { name: "cose", animate: false, nodeRepulsion: 20000, idealEdgeLength: 90, padding: 20 },
      style: [
        { selector: "node", style: {
          label: "data(label)", color: colour("ink"), "font-size": 12, "text-wrap": "ellipsis", "text-max-width": 180,
          "background-color": colour("t0"), "text-outline-color": colour("ground"), "text-outline-width": 2,
        } },
        { selector: "[kind = 'law']", style: { shape: "round-rectangle", "background-color": colour("t3") } },
        { selector: "[kind = 'action']", style: { shape: "diamond", "background-color": colour("t2") } },
        { selector: "edge", style: { width: 1.2, "line-color": colour("soft"), "line-style": "dashed" } },
        { selector: "[basis = 'stated']", style: { width: 2.4, "line-color": colour("t0"), "line-style": "solid" } },
        { selector: ".far", style: { opacity: 0.15 } },
      ],
    });
    network.on("tap", "node", ({ target }) => {
      network.elements().addClass("far");
      target.closedNeighborhood().removeClass("far");
      const link = document.createElement("a");
      link.href = place(target.id());
      link.textContent = target.data("label");
      told.replaceChildren(link);
    });
    network.on("tap", event => event.target === network && network.elements().removeClass("far"));
    return network;
  };

  let network = null, waiting = false;
  const turned = moving => {
    still.hidden = moving;
    button.setAttribute("aria-pressed", String(moving));
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (waiting) return;
    told.replaceChildren();
    if (still.hidden) {
      moved.remove();
      network.elements().removeClass("far");
      turned(false);
      return;
    }
    waiting = true;
    try {
      const elements = network ? [] : await read();
      still.after(moved);  // it is laid out by its size in the page
      network ??= drawn(elements);
      network.resize();
      turned(true);
    } catch {
      moved.remove();
      moved.replaceChildren();
      told.textContent = words.failed;
    }
    waiting = false;
  });
})();
