import {h, replace, problem} from './dom.js';
import {get, setToken, KEY} from './api.js';
import {link} from './format.js';
import * as overview from './overview.js';
import * as tables from './tables.js';
import * as letters from './letters.js';
import * as letter from './letter.js';
import * as row from './row.js';
import * as reports from './reports.js';
import * as configuration from './configuration.js';

const PAGES = {
  overview: {title: 'Overview', page: overview},
  tables: {title: 'Tables', page: tables},
  letters: {title: 'Dead letters', page: letters},
  row: {title: 'Row', page: row},
  reports: {title: 'Verify and cutover', page: reports},
  configuration: {title: 'Configuration', page: configuration},
  letter: {title: 'Dead letter', page: letter, under: 'letters'},
};
const main = document.getElementById('main');
const select = document.getElementById('job');
let jobs = null;
let shown = null;

function place() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [job, page] = path.split('/');
  let name = job;
  try { name = decodeURIComponent(job || ''); } catch (e) { name = ''; }
  const known = jobs.jobs.some(one => one.name === name) ? name : jobs.jobs[0].name;
  return {job: known, unknown: name && name !== known ? name : null, page: PAGES[page] ? page : 'overview', unknownPage: page && !PAGES[page] ? page : null, parameters: new URLSearchParams(query || '')};
}

async function show() {
  if (shown && shown.stop) shown.stop();
  document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
  const at = place();
  const {title, page, under} = PAGES[at.page];
  document.title = title + ' · ' + at.job + ' · Portage';
  select.value = at.job;
  replace(document.getElementById('nav'), Object.entries(PAGES).filter(([, one]) => !one.under).map(([name, one]) =>
    h('a', {href: link(at.job, name), 'aria-current': name === (under || at.page) ? 'page' : null}, one.title)));
  const stop = new AbortController();
  let timer = null;
  shown = {stop: () => { stop.abort(); clearInterval(timer); }};
  const context = {
    ...at, jobs, main, signal: stop.signal,
    go: (name, parameters) => { location.hash = link(at.job, name, parameters); },
    every: (seconds, work) => { timer = setInterval(() => { if (!document.hidden) work(); }, seconds * 1000); },
    refreshed: how => { document.getElementById('refreshed').textContent = (how || 'Read') + ' at ' + new Date().toISOString().slice(11, 19) + ' UTC'; },
  };
  if (at.unknown) { replace(main, problem(`This console has no job “${at.unknown}”: it was not started with its configuration.`)); return; }
  if (at.unknownPage) { replace(main, problem(`The console has no page “${at.unknownPage}”.`)); return; }
  try {
    await page.show(context);
  } catch (e) {
    if (e.name === 'AbortError') return;
    if (e.status === 401) { askForToken(); return; }
    replace(main, h('h1', null, title), problem(e.message));
    context.refreshed('Failed');
  }
}

function askForToken() {
  const isWrong = Boolean(sessionStorage.getItem(KEY));
  const input = h('input', {type: 'password', autocomplete: 'off', required: true, id: 'token'});
  replace(main, h('div', {class: 'panel'}, h('h1', null, 'Token'),
    isWrong ? problem('This is not the token of this console.') : null,
    h('p', {class: 'quiet'}, 'This console asks for its token: the content of the file or variable that it was started with. It stays in this tab.'),
    h('form', {class: 'filters', onsubmit: event => { event.preventDefault(); setToken(input.value.trim()); start(); }},
      h('label', {class: 'field'}, 'Token', input), h('button', {class: 'strong', type: 'submit'}, 'Continue'))));
  input.focus();
}

async function start() {
  try {
    jobs = await get('jobs');
  } catch (e) {
    if (e.status === 401) askForToken(); else replace(main, problem(e.message));
    return;
  }
  replace(select, jobs.jobs.map(job => h('option', {value: job.name}, job.name)));
  replace(document.getElementById('modes'),
    h('span', {class: 'badge' + (jobs.actions ? ' warning' : ''), title: 'started with or without --allow-actions'}, jobs.actions ? 'actions allowed' : 'shows only'),
    jobs.values ? h('span', {class: 'badge warning', title: 'started with --show-values'}, 'row values') : null);
  await show();
}

select.addEventListener('change', () => { location.hash = link(select.value, place().page === 'letter' ? 'letters' : place().page); });
window.addEventListener('hashchange', () => { if (jobs) { show(); main.focus({preventScroll: true}); } });
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog')) return;
  const names = Object.keys(PAGES);
  if (event.key >= '1' && event.key <= '6' && jobs) location.hash = link(place().job, names[Number(event.key) - 1]);
  if (event.key === '/') {
    const search = main.querySelector('input[type=search]');
    if (search) { event.preventDefault(); search.focus(); }
  }
});
start();
