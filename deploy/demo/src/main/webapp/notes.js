"use strict";

// The page: adds a note, lists the notes, shows the adapter's numbers. Texts of others go in as text, never as markup.
const byId = (id) => document.getElementById(id);
const STATUS_EVERY_MS = 3000;
const MAX_LENGTH = 1000;

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    throw new Error("The server does not answer. Is it still running?");
  }
  let body;
  try {
    body = await response.json();
  } catch (e) {
    throw new Error(`The server's answer (status ${response.status}) is not what this page expects.`);
  }
  if (!response.ok) {
    throw new Error(body.error || `The server answered with status ${response.status}.`);
  }
  return body;
}

function itemFor(note) {
  const text = document.createElement("p");
  text.textContent = note.text;
  const time = document.createElement("time");
  time.dateTime = note.createdAt;
  time.textContent = new Date(note.createdAt).toLocaleString();
  const item = document.createElement("li");
  item.append(text, time);
  return item;
}

async function showNotes() {
  const empty = byId("empty");
  try {
    const { notes } = await ask("api/notes");
    byId("notes").replaceChildren(...notes.map(itemFor));
    empty.textContent = "No notes yet. Write the first one.";
    empty.hidden = notes.length > 0;
  } catch (e) {
    empty.textContent = e.message;
    empty.hidden = false;
  }
}

function show(id, value) {
  byId(id).textContent = value;
}

async function showStatus() {
  try {
    const status = await ask("api/status");
    show("server", status.server);
    show("sessions-open", status.sessions.open);
    show("sessions-opened", status.sessions.opened);
    show("sockets-open", status.sockets.open);
    show("sockets-in-use", status.sockets.inUse);
    show("waiting", status.sockets.waiting);
    show("pings", `${status.pings.answered} (${status.pings.failed} failed)`);
    show("ping", status.pings.lastMillis === null ? "none yet" : `${status.pings.lastMillis.toFixed(1)} ms`);
    show("status-problem", status.pings.lastError === null ? "" : `Last ping: ${status.pings.lastError}`);
  } catch (e) {
    show("status-problem", e.message);
  }
}

function showCount() {
  const length = Array.from(byId("text").value.trim()).length;
  show("count", length === 0 ? "" : `${length} so far.`);
  return length;
}

async function add(event) {
  event.preventDefault();
  const text = byId("text");
  const button = event.target.querySelector("button");
  const length = showCount();
  if (length === 0 || length > MAX_LENGTH) {
    show("problem", length === 0 ? "The note is empty. Write something first."
      : `The note is too long: ${length} characters, ${MAX_LENGTH} are possible.`);
    text.focus();
    return;
  }
  button.disabled = true;
  show("problem", "");
  try {
    await ask("api/notes", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: text.value }),
    });
    text.value = "";
    showCount();
    await Promise.all([showNotes(), showStatus()]);
  } catch (e) {
    show("problem", e.message);
  } finally {
    button.disabled = false;
    text.focus();
  }
}

byId("add").addEventListener("submit", add);
byId("text").addEventListener("input", showCount);
byId("add").noValidate = true;
showNotes();
showStatus();
setInterval(showStatus, STATUS_EVERY_MS);
