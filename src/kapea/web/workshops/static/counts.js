// What stands in the fields of a workshop, out of entries that may come late, twice and in any order: the same rule
// as the server's (core/workshops/count_entries.py). Nothing here touches the page or the network.
"use strict";
const Counts = (() => {
  const TRIED = "tried", TAKEN = "taken";
  const ZEROS = [0x30, 0x966, 0x17e0];
  const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  /** An id that no other phone makes. */
  function newId() {
    const dice = crypto.getRandomValues(new Uint8Array(20));
    return Array.from(dice, (n) => LETTERS[n % LETTERS.length]).join("");
  }

  /** A number as it was typed, in the digits of any script; null for what is none. */
  function read(typed) {
    const plain = typed.trim().replace(/\p{Nd}/gu, (digit) => ZEROS.reduce((n, zero) => (digit.codePointAt(0) - zero < 10 && digit.codePointAt(0) >= zero ? digit.codePointAt(0) - zero : n), digit));
    return /^[0-9]{1,3}$/.test(plain) ? Number(plain) : null;
  }

  /** The entries of a field that none was written over; all of them where each was. */
  function standing(entries, field) {
    const own = Object.values(entries).filter((entry) => entry.field === field);
    const replaced = new Set(own.flatMap((entry) => entry.over));
    const left = own.filter((entry) => !replaced.has(entry.id));
    return (left.length ? left : own).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The different numbers that stand in a field, the smallest first. */
  function values(entries, field) {
    return [...new Set(standing(entries, field).map((entry) => entry.value))].sort((a, b) => a - b);
  }

  /** Enters a number. One that was never on its way and stands alone is changed in place: nobody has seen it. Once
      it was, the server may have it, even where no answer came. */
  function enter(kept, field, value) {
    const now = standing(kept.entries, field);
    const draft = now.length === 1 && !kept.sent[now[0].id] ? now[0] : null;
    if (now.length === 1 && now[0].value === value) return;
    if (draft) draft.value = value;
    else {
      const id = newId();
      kept.entries[id] = { id, field, value, over: now.map((entry) => entry.id) };
    }
  }

  /** Those that the server has not got, as far as this phone knows. */
  function waiting(kept) {
    return Object.values(kept.entries).filter((entry) => kept.sent[entry.id] !== TAKEN);
  }

  /** Says that these are on their way. */
  function send(kept, entries) {
    for (const entry of entries) kept.sent[entry.id] = kept.sent[entry.id] || TRIED;
  }

  /** What another tab of this phone keeps, added to ours. */
  function join(kept, other) {
    for (const [id, entry] of Object.entries(other.entries)) kept.entries[id] = kept.entries[id] || entry;
    for (const [id, how] of Object.entries(other.sent)) if (how === TAKEN || !kept.sent[id]) kept.sent[id] = how;
  }

  /** Takes in what the server has. An entry of ours that is there was sent, whatever became of the answer. */
  function receive(kept, entries) {
    for (const entry of entries) {
      kept.entries[entry.id] = entry;
      kept.sent[entry.id] = TAKEN;
    }
  }

  return { enter, join, newId, read, receive, send, standing, values, waiting };
})();
if (typeof module === "object") module.exports = Counts;
