// The menu on the reference runner of the Flow Interoperability Project, a turn at a time: saved state in, one answer, the
// localised reply, saved state out. Replies are compared with the menu, so that it cannot be fast by being wrong.
// Called by floip.py: node floip.cjs ROUNDS TURNS, with NODE_PATH naming where @floip/flow-runner is installed.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { randomUUID } = require('node:crypto');

const say = console.log;
for (const kind of ['log', 'info', 'warn', 'error', 'debug']) console[kind] = () => {};   // the runner tells every step
const { createContextDataObjectFor, FlowRunner, ResourceResolver } = require('@floip/flow-runner');

const menu = JSON.parse(readFileSync(join(__dirname, 'menu.json'), 'utf8'));
const LANGUAGES = { en: { id: '22', iso_639_3: 'eng' }, km: { id: '23', iso_639_3: 'khm' } };
const names = Object.keys(menu.nodes);
const ids = Object.fromEntries(names.map((name) => [name, randomUUID()]));
const resources = [];

function words(of) {
  const uuid = randomUUID();
  const values = Object.entries(LANGUAGES).map(([code, { id }]) => (
    { language_id: id, content_type: 'TEXT', mime_type: 'text/plain', modes: ['TEXT'], value: of(code) }));
  resources.push({ uuid, values });
  return uuid;
}

function exit(name, to, test) {
  const rest = test === undefined ? { default: true } : { test };
  return { uuid: randomUUID(), name, label: name, tag: name, config: {}, destination_block: ids[to], ...rest };
}

function block(name) {
  const node = menu.nodes[name];
  const keyed = node.answers.map((answer, at) => [String(at + 1), answer]);
  return {
    uuid: ids[name], name, label: name, type: 'MobilePrimitives.SelectOneResponse',
    config: {
      prompt: words((code) => node[code]),
      choices: Object.fromEntries(keyed.map(([key, answer]) => [key, words((code) => answer[code])])),
    },
    exits: [...keyed.map(([key, answer]) => exit(key, answer.to, `block.value = "${key}"`)), exit('else', name)],
  };
}

const flow = {
  uuid: randomUUID(), name: 'menu', last_modified: '2026-01-01T00:00:00.000Z', interaction_timeout: 3600,
  supported_modes: ['TEXT'], languages: Object.values(LANGUAGES), blocks: names.map(block), first_block_id: ids[menu.start],
};
const contact = { id: '1', name: 'nobody', created_at: '2026-01-01T00:00:00.000Z', groups: [] };

function saved(context) {
  delete context.flows;                        // the flow and its words are not part of what is stored
  delete context.resources;
  return JSON.stringify(context);
}

async function turn(stored, key) {
  const context = { ...JSON.parse(stored), flows: [flow], resources };
  const runner = new FlowRunner(context);
  const { prompt } = await (await runner.hydrateRichCursorFrom(context)).prompt.fulfill(key);
  const read = (resource) => new ResourceResolver(context).resolve(resource).getText();
  const reply = { text: read(prompt.config.prompt), replies: prompt.config.choices.map(({ value }) => read(value)) };
  return [saved(context), reply];
}

async function conversation(code) {
  const context = await createContextDataObjectFor(contact, [], 'u', 'o', [flow], LANGUAGES[code].id, 'TEXT', resources);
  await new FlowRunner(context).run();
  let stored = saved(context), here = menu.start;
  for (const key of menu.script) {
    const [next, reply] = await turn(stored, key);
    stored = next;
    here = menu.nodes[here].answers[Number(key) - 1].to;
    const { [code]: text, answers } = menu.nodes[here];
    if (reply.text !== text || reply.replies.some((words, at) => words !== answers[at][code])) throw new Error(`a wrong reply at ${here}`);
  }
  return stored.length;
}

async function round(turns) {
  const began = process.cpuUsage();
  let done = 0, bytes = 0;
  for (let at = 0; done < turns; at += 1, done += menu.script.length) bytes = await conversation(at % 2 ? 'km' : 'en');
  const { user, system } = process.cpuUsage(began);
  return { rate: done / ((user + system) / 1e6), bytes };
}

(async () => {
  const [rounds, turns] = process.argv.slice(2).map(Number);
  await round(turns / 4);                      // warm
  const taken = [];
  for (let at = 0; at < rounds; at += 1) taken.push(await round(turns));
  say(JSON.stringify(taken));
})().catch((error) => { say(String(error.stack)); process.exit(1); });
