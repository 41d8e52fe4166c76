import {h, replace, problem, spark, show as cell} from './dom.js';
import {events, get, ofJob} from './api.js';
import {count, duration, time, link, plural} from './format.js';

const LENGTH = 60;
const history = new Map();

function remember(job, answer) {
  if (!history.has(job)) history.set(job, []);
  const samples = history.get(job);
  const last = samples[samples.length - 1];
  const at = Date.parse(answer.at);
  if (last && last.at === at) return samples;
  const applied = answer.ledger ? answer.ledger.applied : null;
  const committed = answer.lag ? answer.lag.partitions.reduce((sum, one) => sum + (one.committed || 0), 0) : null;
  const rate = (now, before) => now === null || before === null || !last || now < before ? null : (now - before) * 1000 / (at - last.at);
  samples.push({
    at, applied, committed,
    lag: answer.lag ? answer.lag.records : null,
    seconds: answer.lag && answer.lag.seconds !== null ? answer.lag.seconds : answer.lag ? 0 : null,
    rate: applied !== null ? rate(applied, last ? last.applied : null) : rate(committed, last ? last.committed : null),
    latency: answer.ledger ? answer.ledger.lagMillis : null,
  });
  if (samples.length > LENGTH) samples.shift();
  return samples;
}

/** A part of this page; a hash names a page. */
function jump(id) {
  return event => {
    event.preventDefault();
    const place = document.getElementById(id);
    if (place) place.scrollIntoView({block: 'start'});
  };
}

function term(name, value, target, bad) {
  const href = typeof target === 'object' ? location.hash || '#/' : target;
  const inside = [h('b', null, count(value)), h('span', null, name)];
  return href ? h('a', {class: 'term' + (bad ? ' bad' : ''), href, onclick: typeof target === 'object' ? jump(target.part) : null}, inside) : h('div', {class: 'term' + (bad ? ' bad' : '')}, inside);
}

/** @param unresolved the number of unresolved dead letters; null if it is not known */
function equation(job, ledger, unresolved) {
  const sign = text => h('span', {class: 'sign', 'aria-hidden': 'true'}, text);
  const tables = link(job, 'tables');
  const kinds = Object.entries({...ledger.ignoredBy, ...ledger.deadBy});
  return [
    h('div', {class: 'equation'},
      term('read', ledger.read, {part: 'partitions'}), sign('+'), term('split', ledger.split, tables), sign('='),
      term('applied', ledger.applied, tables), sign('+'), term('superseded', ledger.superseded, tables), sign('+'),
      term('duplicate', ledger.duplicate, tables), sign('+'), term('stale', ledger.stale, tables), sign('+'),
      term('ignored', ledger.ignored, {part: 'kinds'}), sign('+'), term('dead', ledger.dead, link(job, 'letters', {state: unresolved === 0 ? 'all' : ''}), ledger.dead > 0 && unresolved !== 0), sign('+'),
      term('in flight', ledger.inFlight, {part: 'partitions'}, !ledger.addsUp)),
    ledger.addsUp ? null : problem('The ledger does not add up: there are more outcomes than records. After a restart counts repeat; the table and the dead letters stay exact.'),
    kinds.length ? h('p', {class: 'small quiet', id: 'kinds'}, kinds.map(([kind, n]) => `${kind} ${count(n)}`).join(' · ')) : null,
    ledger.suspected ? h('p', {class: 'small positive', id: 'suspected'}, `${plural(ledger.suspected, 'change')} may belong to a log of the source that has begun again. The job’s log names them; the run book has the mend.`) : null,
    ledger.late ? h('p', {class: 'small'}, `${plural(ledger.late, 'change')} came later than allowed.`) : null,
    ledger.parked ? h('p', {class: 'small'}, h('a', {href: tables}, plural(ledger.parked, 'parked key')), ': rows that wait for other rows; Tables names the constraint.') : null,
  ];
}

function figure(title, value, unit, samples, name) {
  return h('div', {class: 'panel figure'}, h('h2', null, title), h('b', null, value), h('span', {class: 'unit'}, unit),
    samples.length > 1 ? spark(samples.map(one => one[name]), title + ', the last minutes') : null);
}

function draw(context, answer) {
  const {job, main} = context;
  const samples = remember(job, answer);
  const last = samples[samples.length - 1];
  const letters = answer.deadLetters;
  replace(main,
    h('h1', {class: 'hidden'}, 'Overview'),
    h('div', {class: 'panel health ' + answer.health.level, role: 'status'}, answer.health.sentence),
    answer.problems.map(problem),
    h('div', {class: 'panel'}, h('h2', null, 'Ledger · ' + answer.ledgerPlace),
      answer.ledger ? equation(job, answer.ledger, letters && letters.isComplete ? letters.unresolved : null)
        : h('p', {class: 'quiet'}, 'The runner tells the ledger of a running job (--flink names its REST interface). Without it: the group’s offsets below, and the dead letters.')),
    h('div', {class: 'grid'},
      figure('Lag', answer.lag ? count(answer.lag.records) : '–', (answer.lag && answer.lag.records === 1 ? 'record' : 'records') + ' without an outcome', samples, 'lag'),
      figure('Age of the oldest of them', answer.lag ? duration(last.seconds * 1000) : '–', answer.lag && answer.lag.oldest ? 'from ' + time(answer.lag.oldest) : '', samples, 'seconds'),
      figure('Throughput', last.rate === null ? '–' : count(Math.round(last.rate)), answer.ledger ? 'rows applied a second' : 'offsets committed a second', samples, 'rate'),
      figure('Latency', duration(last.latency), 'mean, from source to commit', samples, 'latency'),
      h('div', {class: 'panel figure'}, h('h2', null, 'Dead letters'),
        letters ? [h('a', {href: link(job, 'letters')}, h('b', {class: letters.unresolved ? 'positive' : null}, count(letters.unresolved))), ' ',
          h('span', {class: 'unit'}, `unresolved of ${count(letters.total)}${letters.isComplete ? '' : ', and more'}`)] : h('b', null, '–'))),
    h('div', {class: 'panel', id: 'partitions'}, h('h2', null, 'Partitions · group ' + answer.group),
      answer.lag ? h('div', {class: 'scroll'}, h('table', null,
        h('thead', null, h('tr', null, h('th', null, 'topic'), ['partition', 'committed', 'end', 'lag'].map(name => h('th', {class: 'number'}, name)))),
        h('tbody', null, answer.lag.partitions.map(one => h('tr', null, h('td', {class: 'name'}, one.topic),
          [one.partition, one.committed, one.end].map(n => h('td', {class: 'number'}, cell(n))),
          h('td', {class: 'number' + (one.records ? ' positive' : '')}, count(one.records))))))) : h('p', {class: 'quiet'}, 'Kafka does not answer.')));
  context.refreshed();
}

const pause = ms => new Promise(resolve => { setTimeout(resolve, ms); });

/** Follows the server's events while the page is seen; show() reads the overview itself while none come. */
async function follow(context, onOverview) {
  const {job, signal} = context;
  let last = null;
  while (!signal.aborted) {
    if (document.hidden) { await pause(1000); continue; }
    const stop = new AbortController();
    const hide = () => { if (document.hidden) stop.abort(); };
    document.addEventListener('visibilitychange', hide);
    signal.addEventListener('abort', () => stop.abort());
    let wait = 2000;
    try {
      await events(ofJob(job, 'events'), stop.signal, (name, data) => {
        if (name === 'overview') last = data;
        else if (name === '' && last) last = {...last, at: data};
        else return;
        onOverview(last);
      });
    } catch (e) { wait = 15000; }
    document.removeEventListener('visibilitychange', hide);
    await pause(document.hidden ? 0 : wait);
  }
}

export async function show(context) {
  const read = () => get(ofJob(context.job, 'overview'), null, context.signal);
  draw(context, await read());
  let livedAt = 0;
  follow(context, answer => {
    if (context.signal.aborted) return;
    livedAt = Date.now();
    draw(context, answer);
    context.refreshed('Live');
  });
  context.every(5, async () => {
    if (Date.now() - livedAt < 10000) return;
    try { draw(context, await read()); } catch (e) {
      if (e.name !== 'AbortError' && !context.signal.aborted) {
        const first = context.main.querySelector('.health');
        if (first) { first.className = 'panel health error'; first.textContent = e.message; }
      }
    }
  });
}
