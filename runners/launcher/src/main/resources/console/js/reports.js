import {h, replace, badge, problem} from './dom.js';
import {get, ofJob} from './api.js';
import {count, duration, time, link, plural} from './format.js';

const COMMANDS = [
  ['--verify-report', 'portage verify --config=… --json=FILE'],
  ['--verify-state', 'portage verify --config=… --state=FILE'],
  ['--cutover-report', 'portage cutover --config=… --json=FILE, also with --watch'],
];

function head(names) {
  return h('thead', null, h('tr', null, names.map(([name, number]) => h('th', {scope: 'col', class: number ? 'number' : null}, name))));
}

function numbers(...values) {
  return values.map(n => h('td', {class: 'number'}, count(n)));
}

function kinds(counts) {
  const entries = Object.entries(counts);
  return entries.length ? entries.map(([kind, n]) => `${count(n)} ${kind}`).join(', ') : 'equal';
}

function progress(state) {
  return h('div', {class: 'panel', role: 'status'}, h('h2', null, 'A verification that has not ended'),
    h('p', null, badge('running'), ` its last progress was written at ${time(state.writtenAt)}`),
    h('div', {class: 'scroll'}, h('table', null, head([['table'], ['source rows', true], ['target rows', true], ['looked at again', true]]),
      h('tbody', null, state.tables.map(one => h('tr', null, h('td', {class: 'name'}, one.table), numbers(one.sourceRows, one.targetRows, one.differed)))))));
}

function values(pairs) {
  return h('dl', null, Object.entries(pairs).map(([column, pair]) => [h('dt', {class: 'mono'}, column),
    h('dd', {class: 'mono'}, `source ${pair.source === null ? 'null' : pair.source} · target ${pair.target === null ? 'null' : pair.target}`)]));
}

function finding(job, table, one) {
  return h('tr', null, h('td', {class: 'name'}, table), h('td', null, one.kind),
    h('td', {class: 'mono name'}, h('a', {href: link(job, 'row', {table, key: one.key}), title: 'why this row is so'}, one.key)),
    h('td', {class: 'name'}, one.columns.join(', ')),
    h('td', {class: 'wrap'}, one.detail, one.deadLetter ? [' ', h('a', {class: 'mono', href: link(job, 'letter', {id: one.deadLetter})}, one.deadLetter)] : null, values(one.values)));
}

function verification(job, report) {
  const found = report.tables.flatMap(table => table.findings.map(one => finding(job, table.table, one)));
  return [
    h('div', {class: 'panel'}, h('h2', null, 'Verification'),
      h('p', {class: 'verdict'}, badge(report.outcome), ` ${plural(report.sourceRows, 'row')} of the source and ${count(report.targetRows)} of the target compared: ${plural(report.differences, 'difference')}, ${count(report.undecided)} undecided`),
      h('p', {class: 'small quiet'}, `from ${time(report.started)} to ${time(report.ended)}, ${duration(Date.parse(report.ended) - Date.parse(report.started))}`),
      h('div', {class: 'scroll'}, h('table', null, head([['table'], ['source rows', true], ['target rows', true], ['differences', true], ['undecided', true], ['result']]),
        h('tbody', null, report.tables.map(one => h('tr', null, h('td', {class: 'name'}, one.table),
          numbers(one.sourceRows, one.targetRows), h('td', {class: 'number' + (one.differences ? ' positive' : '')}, count(one.differences)), numbers(one.undecided),
          h('td', {class: 'wrap'}, one.problem || kinds(one.counts)))))))),
    found.length ? h('div', {class: 'panel'}, h('h2', null, 'Rows that are not known to be equal'),
      h('p', {class: 'small quiet'}, Object.entries(report.counts).map(([kind, n]) => `${kind} ${count(n)}`).join(' · ')),
      report.isWhole ? null : h('p', {class: 'note'}, 'The first 1,000 are shown; the file has more.'),
      h('div', {class: 'scroll'}, h('table', null, head([['table'], ['class'], ['key'], ['columns'], ['because']]), h('tbody', null, found)))) : null,
  ];
}

function list(title, problems) {
  return problems.length ? h('div', null, h('h2', null, title), h('ul', null, problems.map(one =>
    h('li', null, h('span', {class: 'mono'}, one.id), ': ', one.problem, one.fix ? h('div', {class: 'small quiet'}, one.fix) : null)))) : null;
}

function cutover(report) {
  return h('div', {class: 'panel'}, h('h2', null, 'Cutover'),
    h('p', {class: 'verdict'}, badge(report.verdict), ` at ${time(report.at)}; the application would stand still for ${duration(report.expectedDowntimeMillis)}`),
    h('div', {class: 'scroll'}, h('table', null, head([['verdict'], ['check'], ['evidence']]),
      h('tbody', null, report.checks.map(check => h('tr', null, h('td', null, badge(check.verdict)),
        h('td', {class: 'wrap'}, check.title, h('div', {class: 'small quiet'}, `${check.id}, ${duration(check.millis)}`)),
        h('td', {class: 'wrap'}, check.evidence.map(text => h('div', null, text)), list('Stands against the switch', check.findings), list('Accepted', check.accepted))))))));
}

function draw(context, answer) {
  const {job, main} = context;
  const unnamed = COMMANDS.filter(([option]) => !answer.named.includes(option));
  replace(main,
    h('div', {class: 'row'}, h('h1', null, 'Verify and cutover'), h('button', {class: 'plain', type: 'button', onclick: () => window.print()}, 'Print')),
    h('p', {class: 'quiet'}, `Job ${job}, read at ${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC`),
    answer.problems.map(problem),
    answer.cutover ? cutover(answer.cutover) : null,
    answer.progress ? progress(answer.progress) : null,
    answer.verify ? verification(job, answer.verify) : null,
    answer.named.length && !answer.cutover && !answer.progress && !answer.verify && !answer.problems.length
      ? h('div', {class: 'panel'}, h('p', null, 'No report has been written yet.')) : null,
    unnamed.length ? h('div', {class: 'panel unprinted'}, h('h2', null, 'Not shown'),
      h('p', {class: 'quiet'}, 'This console shows the files of these commands if its own command line names them:'),
      h('dl', null, unnamed.map(([option, command]) => [h('dt', null, h('code', null, `${option}=${job}=FILE`)), h('dd', null, h('code', null, command))]))) : null);
  context.refreshed();
}

export async function show(context) {
  const read = () => get(ofJob(context.job, 'reports'), null, context.signal);
  draw(context, await read());
  context.every(5, async () => {
    try { draw(context, await read()); } catch (e) { if (e.name !== 'AbortError') replace(context.main, problem(e.message)); }
  });
}
