// The console's own script. Every page works without it; it spares steps, and makes nothing of what the server says.

const all = (what, within = document) => [...within.querySelectorAll(what)];

// On a phone the navigation and tabs are one line, longer than the window: the part one is in is in sight. The page itself
// stays where it is.
for (const current of all(".side [aria-current], .tabs [aria-current]")) {
  const line = current.closest("nav");
  const [part, whole] = [current, line].map((one) => one.getBoundingClientRect());
  line.scrollLeft += part.left + part.width / 2 - whole.left - whole.width / 2;
}

// What has to be put right comes into sight, and is where one goes on typing.
all("[aria-invalid=true]").find((field) => field.offsetParent)?.focus();

// What is shown of one choice is not taken for what is shown of another.
for (const choice of all("[data-shows]")) {
  choice.addEventListener("change", () => {
    for (const part of all(choice.dataset.shows)) part.hidden = true;
  });
}

// Copying, where the browser allows it.
if (navigator.clipboard) {
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    const words = button.firstChild;
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(from.textContent);
        words.data = "Copied";
      } catch {
        getSelection().selectAllChildren(from);
        words.data = "Press Ctrl+C";
      }
      setTimeout(() => (words.data = "Copy"), 2500);
    });
  }
}

// What is shown once is not left behind for the page to come back to.
if (document.querySelector("[data-secret]")) {
  addEventListener("pagehide", () => {
    for (const secret of all("[data-secret], .qr, a[download]")) secret.remove();
  });
}

// A dialog in the place of a page of its own.
for (const opener of all("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) continue;
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
  for (const closer of all("[data-close]", dialog)) closer.addEventListener("click", () => dialog.close());
}
for (const field of all("[data-expect]")) {
  const button = field.form.querySelector("button:not([type=button])");
  const look = () => (button.disabled = field.value.trim().normalize() !== field.dataset.expect);
  field.addEventListener("input", look);
  look();
}

// A password is judged while it is typed; without this the advice comes with the answer.
for (const form of all("form[data-judge]")) {
  const field = form.querySelector("[data-judged]");
  const words = form.querySelector(".judged");
  let timer;
  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    words.hidden = !field.value;
    if (!field.value) return;
    const body = new URLSearchParams({ new: field.value });
    for (const name of ["csrf", "name", "login"]) {
      const other = form.elements.namedItem(name);
      if (other) body.set(name, other.value);
    }
    try {
      const answer = await fetch(form.dataset.judge, { method: "POST", body });
      const judged = answer.ok && (await answer.json());
      if (!judged || mine !== turn) return;
      words.dataset.score = judged.score;
      words.textContent = judged.ok ? "Good. " + judged.words : judged.words;
    } catch {
      words.hidden = true;
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
  // Once the form is on its way its link is used up.
  form.addEventListener("submit", () => clearTimeout(timer));
}

// A preset ticks its permissions without a round trip.
const form = document.querySelector(".key-form");
if (form) {
  const boxes = all("[name=permission]", form);
  const presets = all(".preset", form);
  const kind = () => form.querySelector("[name=kind]:checked")?.value ?? form.dataset.kind;
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value).sort().join(" ");
  const show = () => {
    form.dataset.kind = kind();
    for (const preset of presets) {
      const same = preset.dataset.kind === kind() &&
        (kind() === "public" || preset.dataset.permissions.split(" ").sort().join(" ") === ticked());
      preset.setAttribute("aria-pressed", same);
    }
  };
  for (const preset of presets) {
    preset.addEventListener("click", (event) => {
      event.preventDefault();
      const wanted = preset.dataset.permissions.split(" ");
      for (const box of boxes) box.checked = wanted.includes(box.value);
      for (const radio of all("[name=kind]", form)) radio.checked = radio.value === preset.dataset.kind;
      show();
    });
  }
  form.addEventListener("change", show);
  show();
  const when = form.querySelector(".when-on");
  const expires = form.querySelector("[name=expires]");
  if (when && expires) {
    const ask = () => (when.hidden = expires.value !== "on");
    expires.addEventListener("change", ask);
    ask();
  }
}

// One's own address is added without a round trip.
for (const button of all("[data-add]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const list = button.closest(".field").querySelector("textarea");
    const entries = list.value.split(/[\s,;]+/).filter(Boolean);
    if (!entries.includes(button.dataset.add)) entries.push(button.dataset.add);
    list.value = entries.join("\n");
    list.dispatchEvent(new Event("input"));
  });
}

// Addresses are looked at while they are typed; the server judges them again.
const v4 = (text) => {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
};
const v6 = (text) => {
  const halves = text.split("::");
  const groups = halves.flatMap((half) => (half ? half.split(":") : []));
  const last = groups.at(-1) ?? "";
  const mapped = last.includes(".");
  if (mapped && !v4(last)) return false;
  const hex = mapped ? groups.slice(0, -1) : groups;
  const count = hex.length + (mapped ? 2 : 0);
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? count < 8 : halves.length === 1 && count === 8);
};
const wrongWith = (entry) => {
  const [address, prefix, more] = entry.split("/");
  const bits = v4(address) ? 32 : v6(address) ? 128 : 0;
  if (!bits || more !== undefined) return `${entry} is neither an address nor a block`;
  if (prefix === undefined) return "";
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return `${entry}: a prefix is a number up to ${bits}`;
  return Number(prefix) === 0 ? `${entry} is every address: leave the list empty if that is meant` : "";
};
for (const list of all("[data-check=cidr]")) {
  const words = document.createElement("p");
  words.className = "wrong";
  words.setAttribute("role", "status");
  list.after(words);
  list.addEventListener("input", () => {
    const entries = list.value.split(/[\s,;]+/).filter(Boolean);
    const wrong = entries.map(wrongWith).filter(Boolean);
    // What is still being typed is not called wrong.
    const typing = document.activeElement === list && !/[\s,;]$/.test(list.value) ? wrongWith(entries.at(-1) ?? "") : "";
    words.textContent = wrong.filter((one) => one !== typing).join(". ");
    for (const old of all("#" + list.id + "-wrong")) old.remove();
  });
}

// The first call of a key is told where it is waited for.
for (const box of window.EventSource ? all("[data-await]") : []) {
  const [title, words, on] = box.querySelector("p").children;
  const calls = new EventSource(box.dataset.await);
  calls.addEventListener("message", ({ data }) => {
    const entry = JSON.parse(data).entries.at(-1);
    if (!entry) return;
    const good = entry.class === "good";
    box.className = "await " + entry.class;
    title.textContent = good ? "The first call has arrived." : "A call arrived, and was refused.";
    words.textContent = [`${entry.what}${entry.source ? ` from ${entry.source}` : ""}.`, entry.reason, entry.remedy].filter(Boolean).join(" ");
    on.hidden = !good;
    if (good) calls.close();
  });
  addEventListener("pagehide", () => calls.close());
}

// How the traffic of a rotation moves, as long as somebody looks at it.
const traffic = document.querySelector("[data-traffic]");
if (traffic && window.EventSource) {
  const make = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className ?? "" });
  const show = (box, side) => {
    const lately = [side.calls];
    side.sources.forEach(([source, calls], at) => lately.push(at ? ", " : ": ", make("code", source), " ", make("span", calls, "faint")));
    if (side.more) lately.push(" ", make("span", `and ${side.more} more`, "faint"));
    box.querySelector("[data-lately]").replaceChildren(...lately);
    const last = side.last && Object.assign(make("time", side.last.relative), { dateTime: side.last.iso, title: side.last.exact });
    box.querySelector("[data-day]").replaceChildren(side.day, ...(last ? ["; last used ", last] : ["; not used yet"]));
  };
  let moving;
  const leave = () => moving?.close();
  const watch = () => {
    leave();
    moving = new EventSource(traffic.dataset.traffic);
    moving.addEventListener("message", ({ data }) => {
      const { open, sides } = JSON.parse(data);
      traffic.querySelectorAll(".pair-traffic > div").forEach((box, at) => show(box, sides[at]));
      if (open) return;
      leave();
      traffic.querySelector(".moved").hidden = false;
    });
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : watch()));
  addEventListener("pagehide", leave);
  watch();
}

// New entries of the log arrive by themselves, built from text alone.
const log = document.querySelector("[data-live]");
if (log && window.EventSource) {
  const list = log.querySelector(".entries");
  const template = log.querySelector(".entry-template");
  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  // Names stay apart from the words around them, whichever way they are written.
  const named = (words, name, kind) => {
    const node = make("span", words, kind);
    node.append(make("bdi", name));
    return node;
  };
  const link = (text, href) => {
    const node = make("a", text);
    // Paths of ours and nothing else.
    node.href = href.startsWith("/") && !href.startsWith("//") ? href : "/";
    return node;
  };
  const row = (entry) => {
    const item = template.content.firstElementChild.cloneNode(true);
    item.id = entry.id;
    item.className = "new";
    const [time, outcome, what, from] = item.querySelector("summary").children;
    Object.assign(time, { dateTime: entry.iso, title: entry.exact, textContent: entry.short });
    outcome.textContent = entry.outcome;
    outcome.classList.add(entry.class);
    what.firstElementChild.textContent = entry.what;
    if (entry.key && !("liveAlone" in log.dataset)) what.append(" ", named("· ", entry.key, "soft"));
    if (entry.actor) what.append(" ", named("by ", entry.actor, "faint"));
    if (entry.reason || entry.detail) {
      what.append(make("span", [entry.reason, entry.detail].filter(Boolean).join(" "), "e-reason"));
    }
    if (entry.source) from.append(make("code", entry.source));
    if (entry.client) from.append(make("span", entry.client, "faint e-client"));
    const all = item.querySelector(".e-all");
    if (entry.remedy) {
      const words = make("p", entry.remedy, "e-remedy");
      if (entry.fix) words.append(" ", link(entry.fix, entry.fix_href));
      all.append(words);
    }
    const facts = make("dl", "", "kv");
    for (const [label, value] of entry.all) {
      const pair = make("div", "");
      const said = make("dd", "");
      said.append(make("code", value));
      pair.append(make("dt", label), said);
      facts.append(pair);
    }
    all.append(facts);
    return item;
  };
  const most = 200;
  let source;
  const hear = ({ data }) => {
    const { entries, missed } = JSON.parse(data);
    for (const entry of entries) {
      if (document.getElementById(entry.id)) continue;
      list.prepend(row(entry));
    }
    while (list.children.length > most) list.lastElementChild.remove();
    if (missed) log.querySelector(".missed").hidden = false;
    const empty = log.querySelector(".empty");
    if (empty && entries.length) empty.hidden = true;
  };
  const listen = () => {
    source = new EventSource(log.dataset.live);
    source.addEventListener("message", hear);
  };
  const box = document.querySelector("[data-live-switch]");
  if (box) {
    box.closest("label").hidden = false;
    box.addEventListener("change", () => (box.checked ? listen() : source.close()));
  }
  listen();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && (!box || box.checked) && listen());
}
