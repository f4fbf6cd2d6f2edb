// Work is kept by this browser alone: offer the file to hand in, and warn before changes that were never downloaded are lost.
(() => {
  "use strict";
  const STYLE = "position:fixed;right:12px;bottom:12px;z-index:10000;display:flex;gap:10px;align-items:center;" +
    "max-width:calc(100vw - 48px);padding:8px 12px;border:1px solid #5b6770;border-radius:8px;" +
    "background:#fff;color:#1b1f23;font:14px/1.4 system-ui,sans-serif;box-shadow:0 2px 10px #0003";
  const BUTTON = "font:inherit;padding:6px 12px;border:0;border-radius:6px;background:#0b57a4;color:#fff;cursor:pointer";
  const path = () => new URL(location.href).searchParams.get("path") ||
    window.jupyterapp?.shell?.currentWidget?.context?.path;
  const key = (name) => `downloaded:${location.pathname}:${name}`;
  const current = () => window.jupyterapp?.shell?.currentWidget?.context;

  // What is handed in: sources alone, since running a cell again is no change.
  const sources = (model) => JSON.stringify((model.cells || []).map((cell) =>
    Array.isArray(cell.source) ? cell.source.join("") : cell.source));
  const digest = (text) => {
    let sum = 5381;
    for (const letter of text) sum = (Math.imul(sum, 33) ^ letter.codePointAt(0)) >>> 0;
    return `${text.length}-${sum}`;
  };
  const now = () => {
    const context = current();
    return context?.model?.toJSON ? digest(sources(context.model.toJSON())) : null;
  };

  const bar = document.createElement("section");
  bar.setAttribute("aria-label", "Your work");
  bar.style.cssText = STYLE;
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.style.cssText = BUTTON;
  button.textContent = "Download for submission";
  bar.append(words, button);

  let opened = null;
  const say = () => {
    const name = path();
    const state = now();
    bar.hidden = !name || state === null;
    bar.style.display = bar.hidden ? "none" : "flex";
    if (bar.hidden) return;
    opened ??= state;
    const saved = JSON.parse(localStorage.getItem(key(name)) || "null");
    const message = saved?.digest === state ? `Downloaded ${saved.when}; nothing has changed since.`
      : saved ? `Changed since you downloaded it (${saved.when}).`
      : "Your work is kept by this browser alone.";
    if (words.textContent !== message) words.textContent = message;
  };

  const download = async () => {
    const context = current();
    if (!context) return;
    await context.save();
    const content = JSON.stringify(context.model.toJSON(), null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/x-ipynb+json" }));
    link.download = context.path.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    localStorage.setItem(key(path()), JSON.stringify({ digest: now(), when: new Date().toLocaleString() }));
    say();
  };

  button.addEventListener("click", () => download().catch((problem) => { words.textContent = `Not downloaded: ${problem}`; }));
  addEventListener("beforeunload", (event) => {
    const name = path();
    const state = now();
    if (!name || state === null || state === opened) return;
    const saved = JSON.parse(localStorage.getItem(key(name)) || "null");
    if (saved?.digest !== state) event.preventDefault();
  });
  addEventListener("DOMContentLoaded", () => { document.body.append(bar); setInterval(say, 1500); });
  // Ask the browser not to clear the work when its disk is full.
  navigator.storage?.persist?.();
})();
