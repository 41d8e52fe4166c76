import {h, replace, badge, problem} from './dom.js';
import {get, ofJob} from './api.js';
import {count, time, link, plural} from './format.js';

function values(map) {
  return h('dl', null, Object.entries(map).map(([name, value]) => [h('dt', {class: 'mono'}, name), h('dd', {class: 'mono'}, value === null ? 'null' : value)]));
}

export async function show(context) {
  const {job, main, signal, parameters} = context;
  const table = parameters.get('table') || '';
  const key = parameters.get('key') || '';
  const names = await get(ofJob(job, 'tables'), null, signal).then(a => a.tables.map(t => t.table));
  const chooser = h('select', {name: 'table', 'aria-label': 'Table'}, names.map(name => h('option', {value: name}, name)));
  chooser.value = names.includes(table) ? table : names[0] || '';
  const input = h('input', {type: 'search', name: 'key', placeholder: '17 or ["DE", 17]', value: key});
  const state = h('div', null);
  const log = h('div', null);
  replace(main, h('h1', null, 'Row'),
    h('form', {class: 'panel filters', onsubmit: event => { event.preventDefault(); context.go('row', {table: chooser.value, key: input.value}); }},
      h('label', {class: 'field'}, 'Table', chooser), h('label', {class: 'field'}, 'Key', input), h('button', {class: 'strong', type: 'submit'}, 'Why is it so?'),
      h('p', {class: 'quiet small'}, 'Of a key with several columns write a JSON array or object. Without a key: the rows of the table that are not written yet.')), state, log);
  if (table && !names.includes(table)) {
    replace(state, problem('no configured table writes to ' + table));
    return;
  }
  if (!key) {
    input.focus();
    if (table) await inForm(state, signal, () => waiting(context, state, table, names));
    return;
  }
  replace(state, h('div', {class: 'panel'}, h('p', {class: 'quiet', role: 'status'}, 'Asking the target …')));
  await inForm(state, signal, async () => {
    const row = await get(ofJob(job, 'row'), {table: chooser.value, key}, signal);
    draw(context, state, row);
    await scan(context, log, chooser.value, key, row);
  });
}

/** Shows an error below the form, which keeps what was typed. */
async function inForm(place, signal, work) {
  try { await work(); } catch (e) {
    if (e.name === 'AbortError' || e.status === 401) throw e;
    if (!signal.aborted) replace(place, problem(e.message));
  }
}

function keyText(key) {
  return Object.entries(key).map(([n, v]) => `${n} = ${v}`).join(', ');
}

function keyOf(key) {
  const values = Object.values(key);
  return values.length === 1 && !/^\s*[[{]/.test(values[0]) ? values[0] : JSON.stringify(key);
}

/** The rows of a table that are not written yet, each with the row that it waits for. */
async function waiting(context, place, table, names) {
  const {job, signal} = context;
  replace(place, h('div', {class: 'panel'}, h('p', {class: 'quiet', role: 'status'}, 'Reading the records that have no outcome …')));
  const page = await get(ofJob(job, 'row/waiting'), {table}, signal);
  replace(place, h('div', {class: 'panel'}, h('h2', null, 'Rows that are not written yet'), h('p', null, page.text),
    page.rows.length ? h('div', {class: 'scroll'}, h('table', null,
      h('thead', null, h('tr', null, ['row', 'newest record', 'operation', 'waits for'].map(n => h('th', {scope: 'col'}, n)))),
      h('tbody', null, page.rows.map(one => h('tr', null,
        h('td', {class: 'mono name'}, h('a', {href: link(job, 'row', {table, key: keyOf(one.key)})}, keyText(one.key))),
        h('td', {class: 'mono name'}, one.id), h('td', null, one.operation),
        h('td', {class: 'wrap'}, one.text, one.constraint ? h('div', {class: 'small quiet'}, 'foreign key ' + one.constraint) : null,
          one.parentKey && names.includes(one.parent) ? h('a', {href: link(job, 'row', {table: one.parent, key: keyOf(one.parentKey)})}, 'why is it missing?') : null)))))) : null));
  context.refreshed();
}

function compared(content) {
  return h('div', null, h('p', null, badge(content.verdict), ' ', content.text),
    content.values ? h('dl', null, Object.entries(content.values).map(([column, pair]) => [h('dt', {class: 'mono'}, column),
      h('dd', {class: 'mono'}, `record ${pair.source === null ? 'null' : pair.source} · target ${pair.target === null ? 'null' : pair.target}`)])) : null);
}

function draw(context, state, row) {
  replace(state, h('div', {class: 'panel'},
    h('p', null, badge(row.state), ' ', h('strong', null, keyText(row.key)), ' – ', row.sentence),
    row.content ? compared(row.content) : null,
    row.version ? h('p', {class: 'small quiet mono'}, 'version ' + row.version) : null,
    row.values ? values(row.values) : h('p', {class: 'small quiet'}, context.jobs.values ? '' : 'Values are hidden: this console was started without --show-values.')));
  context.refreshed();
}

async function scan(context, log, table, key, row) {
  const {job, signal} = context;
  const lines = h('tbody', null);
  const progress = h('span', {class: 'quiet', role: 'status'});
  const button = h('button', {class: 'plain', type: 'button'}, 'Stop');
  let stopped = false;
  let before = [];
  let scanned = 0;
  let found = 0;
  replace(log, h('div', {class: 'panel'}, h('h2', null, 'Its records in the log, the newest part first'), h('div', {class: 'row'}, button, progress),
    h('div', {class: 'scroll'}, h('table', null, h('thead', null, h('tr', null, ['record', 'Kafka time', 'operation', 'verdict', 'because'].map(n => h('th', null, n)))), lines))));
  const run = async () => {
    stopped = false;
    button.textContent = 'Stop';
    button.onclick = () => { stopped = true; };
    while (!stopped && !signal.aborted) {
      progress.textContent = `scanning … ${plural(scanned, 'record')} read, ${count(found)} of this row`;
      let part;
      try { part = await get(ofJob(job, 'row/records'), {table, key, before}, signal); } catch (e) {
        if (e.name !== 'AbortError') log.append(problem(e.message));
        return;
      }
      scanned += part.scanned;
      found += part.records.length;
      for (const one of part.records) {
        lines.append(h('tr', null, h('td', {class: 'mono name'}, one.verdict === 'dead letter' ? h('a', {href: link(job, 'letters', {text: one.id, state: 'all'})}, one.id) : one.id),
          h('td', null, time(one.at)), h('td', null, one.operation || '–'), h('td', null, badge(one.verdict)),
          h('td', {class: 'wrap'}, one.text, one.verdict === 'in flight' ? [' ', h('a', {href: link(job, 'row', {table})}, 'what does it wait for?')] : null, one.values ? values(one.values) : null)));
      }
      before = Object.entries(part.next).map(([partition, offset]) => `${partition}:${offset}`);
      if (!part.isWhole) { progress.textContent = 'The brokers were too slow for this part; records may be missing.'; button.hidden = true; return; }
      if (!before.length) {
        progress.textContent = `${plural(scanned, 'record')} read to the beginning of the log, ${count(found)} of this row`;
        button.hidden = true;
        if (!found) log.append(h('p', {class: 'note'}, row.withoutRecords));
        return;
      }
    }
    progress.textContent = `stopped after ${plural(scanned, 'record')}, ${count(found)} of this row`;
    button.textContent = 'Go on';
    button.onclick = run;
  };
  await run();
}
