import {h, replace, bars, badge, problem} from './dom.js';
import {get, ofJob} from './api.js';
import {count, time, link, plural} from './format.js';
import {acceptDialog, replayDialog} from './actions.js';

const STAGES = ['Decode', 'Normalize', 'Latest', 'Enrich', 'Upsert'];
const PAGE = 100;

export async function show(context) {
  const {job, main, signal, parameters} = context;
  const filter = Object.fromEntries(parameters);
  const selected = new Set();
  const from = Number(filter.from || 0);
  const answer = await get(ofJob(job, 'deadletters'), {...filter, limit: PAGE}, signal);
  const change = event => {
    event.preventDefault();
    const wanted = {};
    for (const [name, value] of new FormData(form)) {
      if (value) wanted[name] = (name === 'since' || name === 'until') && !value.endsWith('Z') ? value + (value.length === 16 ? ':00Z' : 'Z') : value;
    }
    context.go('letters', wanted);
  };
  const option = (value, text) => h('option', {value}, text || value);
  const choose = (name, label, options) => {
    const select = h('select', {name}, options);
    select.value = filter[name] || '';
    return h('label', {class: 'field'}, label, select);
  };
  const input = (name, label, type, attributes) => h('label', {class: 'field'}, label, h('input', {name, type, ...attributes, value: type === 'datetime-local' ? (filter[name] || '').replace(/Z$/, '') : filter[name] || ''}));
  const form = h('form', {class: 'filters', onsubmit: change, onchange: change},
    input('text', 'Search', 'search', {placeholder: 'id, message, SQLState'}),
    choose('stage', 'Stage', [option('', 'all'), STAGES.map(s => option(s))]),
    choose('reason', 'Reason', [option('', 'all'), [...new Set([...answer.kinds.map(k => k.reason), ...(filter.reason ? [filter.reason] : [])])].sort().map(r => option(r))]),
    input('table', 'Table or topic', 'text', {size: 12}), input('column', 'Column', 'text', {size: 8}),
    input('since', 'Since (UTC)', 'datetime-local', {step: 1}), input('until', 'Until (UTC)', 'datetime-local', {step: 1}),
    choose('state', 'State', [option('', 'unresolved'), option('all', 'all')]));
  const chosen = h('span', {class: 'quiet'});
  const buttons = context.jobs.actions ? [
    h('button', {class: 'strong', type: 'button', onclick: () => replayDialog(context, [...selected])}, 'Preview and replay …'),
    h('button', {class: 'plain', type: 'button', onclick: () => acceptDialog(context, [...selected])}, 'Accept …')] : [];
  const update = () => {
    chosen.textContent = selected.size ? `${selected.size} selected` : '';
    buttons.forEach(button => { button.disabled = selected.size === 0; });
  };
  const boxes = [];
  const all = h('input', {type: 'checkbox', 'aria-label': 'Select all of this page', onchange: () => { boxes.forEach(box => { box.checked = all.checked; box.dispatchEvent(new Event('change')); }); }});
  const line = letter => {
    const box = h('input', {type: 'checkbox', 'aria-label': 'Select ' + letter.id, onchange: () => { if (box.checked) selected.add(letter.id); else selected.delete(letter.id); update(); }});
    boxes.push(box);
    return h('tr', null,
      context.jobs.actions ? h('td', null, box) : null,
      h('td', {class: 'mono name id'}, h('a', {href: link(job, 'letter', {id: letter.id})}, letter.id)),
      h('td', {class: 'wrap failure'}, letter.stage + ' ' + letter.reason, letter.sqlState ? h('span', {class: 'mono quiet'}, ' ' + letter.sqlState) : null,
        h('div', {class: 'small'}, letter.message.split('\n')[0])),
      h('td', {class: 'name'}, letter.table || '–', letter.column ? [' . ', h('code', null, letter.column)] : null),
      h('td', {class: 'number'}, letter.attempts),
      h('td', {class: 'time'}, time(letter.failedAt)),
      h('td', null, badge(letter.state)));
  };
  replace(main, h('h1', null, 'Dead letters'),
    answer.isComplete ? null : h('p', {class: 'note'}, 'There are more dead letters than were read so far; reload to go on.'),
    h('div', {class: 'panel'}, form,
      h('p', {class: 'quiet small'}, `${count(answer.matched)} of ${plural(answer.total, 'dead letter')} match`, answer.from ? `, by the time of their last failure from ${time(answer.from)} on` : ''),
      answer.matched ? bars(answer.bars, 'Dead letters over time') : null,
      h('div', {class: 'row'}, answer.kinds.map(kind => h('a', {class: 'badge', href: link(job, 'letters', {...filter, from: null, stage: kind.stage, reason: kind.reason})}, `${kind.stage} ${kind.reason} ${count(kind.letters)}`)))),
    answer.letters.length ? h('div', {class: 'panel'},
      h('div', {class: 'row'}, buttons, chosen),
      h('div', {class: 'scroll'}, h('table', null,
        h('thead', null, h('tr', null, context.jobs.actions ? h('th', null, all) : null, ['id', 'failure', 'table . column', 'attempts', 'failed', 'state'].map(name => h('th', {scope: 'col'}, name)))),
        h('tbody', null, answer.letters.map(line)))),
      h('div', {class: 'row'},
        from > 0 ? h('a', {href: link(job, 'letters', {...filter, from: Math.max(0, from - PAGE) || ''})}, '← newer') : null,
        from + PAGE < answer.matched ? h('a', {href: link(job, 'letters', {...filter, from: from + PAGE})}, 'older →') : null))
      : h('div', {class: 'panel'}, h('p', null, answer.total ? 'No dead letter has these properties.' : 'This job has no dead letters.')));
  update();
  context.refreshed();
}
