import {h, replace, problem, sortable} from './dom.js';
import {get, ofJob} from './api.js';
import {count, duration, link, plural} from './format.js';

/** The causes of parked rows, with the ways to the rows, to the missing ones and to dead letters. */
function parked(job, tables) {
  const waits = tables.flatMap(t => (t.parked || []).map(one => ({table: t.table, ...one})));
  return waits.length ? h('div', {class: 'panel', id: 'parked'}, h('h2', null, 'Parked rows'),
    h('ul', {class: 'plain'}, waits.map(one => h('li', null,
      h('strong', null, one.table), ': ', one.text, h('br'),
      h('a', {href: link(job, 'row', {table: one.table})}, 'which rows, and what is missing'), ' · ',
      one.parent && tables.some(t => t.table === one.parent) ? [h('a', {href: link(job, 'letters', {table: one.parent})}, 'dead letters of ' + one.parent), ' · '] : null,
      h('a', {href: link(job, 'letters', {table: one.table})}, 'dead letters of ' + one.table))))) : null;
}

export async function show(context) {
  const {job, main, signal} = context;
  const state = {column: 0, descending: false, text: ''};
  let answer = await get(ofJob(job, 'tables'), null, signal);
  const body = h('div', null);
  const waiting = h('div', null);
  const search = h('input', {type: 'search', placeholder: 'orders', 'aria-label': 'Search tables', oninput: () => { state.text = search.value.toLowerCase(); draw(); }});
  const columns = [
    {name: 'table', of: t => t.table, cell: t => h('a', {href: link(job, 'row', {table: t.table}), title: 'a row of this table'}, t.table)},
    {name: 'from', of: t => t.from},
    {name: 'rows (estimate)', of: t => t.rows, number: true},
    {name: 'applied', of: t => t.applied, number: true},
    {name: 'stale', of: t => t.stale, number: true},
    {name: 'duplicate', of: t => t.duplicate, number: true},
    {name: 'dead in this run', of: t => t.dead, number: true},
    {name: 'unresolved letters', of: t => t.letters, number: true, cell: t => t.letters ? h('a', {class: 'positive', href: link(job, 'letters', {text: '', table: t.table})}, count(t.letters)) : '0'},
    {name: 'lag of its topics', of: t => t.lag, number: true, cell: t => h('span', {class: t.lag ? 'positive' : null}, count(t.lag))},
    {name: 'latency', of: t => t.lagMillis, number: true, cell: t => duration(t.lagMillis)},
    {name: 'parked keys', of: t => t.parked && t.parked.reduce((sum, one) => sum + one.keys, 0), number: true, cell: t => t.parked && t.parked.length ? h('a', {class: 'positive', href: link(job, 'row', {table: t.table})}, count(t.parked.reduce((sum, one) => sum + one.keys, 0))) : t.parked ? '0' : '–'},
    {name: 'drift', of: t => t.drift, number: true},
  ];
  function draw() {
    const chosen = answer.tables.filter(t => (t.table + ' ' + t.from).toLowerCase().includes(state.text));
    replace(waiting, parked(job, answer.tables));
    replace(body, answer.problems.map(problem),
      h('p', {class: 'quiet small'}, `${count(chosen.length)} of ${plural(answer.tables.length, 'table')}. Counts are of the running job; “–” means that no runner of it was found.`),
      chosen.length ? sortable(columns, chosen, state, i => {
        state.descending = state.column === i ? !state.descending : Boolean(columns[i].number);
        state.column = i;
        draw();
      }) : h('p', null, 'No table has this name.'));
    context.refreshed();
  }
  replace(main, h('h1', null, 'Tables'), waiting, h('div', {class: 'panel'}, h('form', {class: 'filters', onsubmit: e => e.preventDefault()}, h('label', {class: 'field'}, 'Search', search)), body));
  draw();
  context.every(10, async () => {
    try { answer = await get(ofJob(job, 'tables'), null, signal); draw(); } catch (e) { if (e.name !== 'AbortError') replace(body, problem(e.message)); }
  });
}
