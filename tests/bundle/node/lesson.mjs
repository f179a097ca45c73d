// Runs the script of a lesson in the SCORM 1.2 of another hand (scorm-again), as a browser in an LMS would, and says every call it
// made, every property of the API that it looked at, and what the LMS holds afterwards. In: {script, visits}. Out: one record a visit.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { Scorm12API } from "scorm-again/scorm12";

const PUPIL = { student_id: "4711", student_name: "A pupil" };
const DEPTH = { parent: 1, grandparent: 2 };

function recorded(api, calls, looked) {
  return new Proxy(api, {
    get(target, name) {
      looked.push(String(name));
      const found = target[name];
      if (typeof found !== "function") return found;
      return (...words) => {
        const said = found.apply(target, words);
        calls.push([String(name), ...words.map(String), String(said)]);
        return said;
      };
    },
    set(target, name) {
      throw new Error(`the lesson writes ${String(name)} into the API`);
    },
  });
}

// A window of another site: nothing in it may be looked at, but its own parents can be walked.
const locked = (above) => new Proxy({}, {
  get(_, name) {
    if (name === "parent") return above;
    throw new Error("SecurityError");
  },
});

function windows(where, api) {
  const own = {};
  const top = (given) => {
    const made = { ...given };
    made.parent = made;
    return made;
  };
  if (where === "own") Object.assign(own, top({ API: api }));
  else if (where in DEPTH) {
    let above = top({ API: api });
    for (let n = 1; n < DEPTH[where]; n++) above = { parent: above };
    own.parent = above;
  } else if (where === "behind-locked") own.parent = locked(top({ API: api }));
  else if (where === "opener") {
    own.opener = top({ API: api });
    own.parent = own;
  } else if (where === "opener-of-parent") own.parent = top({ opener: { parent: top({ API: api }) } });
  else if (where === "endless") Object.defineProperty(own, "parent", { get: () => ({ get parent() { return own.parent; } }) });
  else own.parent = own; // nowhere
  return own;
}

function visit({ where, before, events, broken }) {
  const api = new Scorm12API({ autocommit: false, logLevel: 5 });
  api.loadFromJSON({ core: { ...PUPIL, ...before } });
  if (broken) api.LMSInitialize = () => "false";
  const calls = [], looked = [], heard = {}, waiting = [];
  const window = windows(where, recorded(api, calls, looked));
  let hash = "";
  window.location = {
    get hash() { return hash; },
    set hash(value) {
      hash = value.startsWith("#") ? value : `#${value}`;
      waiting.push("hashchange");
    },
  };
  const listen = (of) => (name, heed) => (heard[`${of}${name}`] ??= []).push(heed);
  const done = { hidden: true, pressed: "false", addEventListener: listen("done-"), setAttribute: (_, value) => (done.pressed = value) };
  window.addEventListener = listen("");
  const document = { getElementById: (id) => (id === "done" ? done : null) };
  const fire = (name) => (heard[name] ?? []).forEach((heed) => heed({}));
  const settle = () => { while (waiting.length) fire(waiting.shift()); };
  vm.runInNewContext(asked.script, { window, document });
  settle();
  const begun = { hash, hidden: done.hidden, pressed: done.pressed };
  for (const event of events) {
    if (event.startsWith("#")) window.location.hash = event;
    else fire(event === "done" ? "done-click" : event);
    settle();
  }
  const { lesson_status, lesson_location, score, exit } = api.cmi.core.toJSON();
  const kept = { lesson_status, lesson_location, score: score.raw, exit, suspend_data: api.cmi.suspend_data };
  return { calls, looked, begun, pressed: done.pressed, kept, interactions: api.cmi.interactions.childArray.length };
}

const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.visits.map(visit)));
