import {h, replace, badge, problem} from './dom.js';
import {get, ofJob} from './api.js';
import {time, plural} from './format.js';
import {acceptDialog, editDialog, previewTable, replayDialog} from './actions.js';

function field(name, value) {
  return value === null || value === undefined || value === '' ? [] : [h('dt', null, name), h('dd', null, value)];
}

function text(title, shown) {
  return shown ? h('div', {class: 'panel'}, h('h2', null, `${title} · ${shown.bytes < 0 ? 'null' : plural(shown.bytes, 'byte')}${shown.isWhole ? '' : ', the first 65,536 are shown'}`), h('pre', null, shown.text)) : null;
}

export async function show(context) {
  let state = await draw(context, []);
  // Read again while it is unresolved: a replay, here or elsewhere, resolves it.
  context.every(5, async () => {
    if (state !== 'unresolved' || document.querySelector('dialog[open]')) return;
    try { state = await draw(context, [...document.querySelectorAll('#preview > *')]); } catch (e) { if (e.name !== 'AbortError') replace(context.main, problem(e.message)); }
  });
}

async function draw(context, before) {
  const {job, main, signal, parameters} = context;
  const id = parameters.get('id');
  const letter = await get(ofJob(job, 'deadletters/letter'), {id}, signal);
  const line = letter.line;
  const preview = h('div', {id: 'preview'}, before.length ? before : h('p', {class: 'quiet'}, 'Asking the guard …'));
  const open = line.state === 'unresolved';
  replace(main, h('h1', {class: 'mono'}, line.id),
    h('div', {class: 'panel'}, h('dl', null,
      field('state', [badge(line.state), line.resolution ? ' ' + line.resolution : '']),
      field('stage', line.stage), field('reason', line.reason), field('message', line.message), field('table', line.table), field('column', line.column),
      field('SQLState', line.sqlState), field('error class', letter.errorClass), field('attempts', line.attempts),
      field('record', `topic ${line.topic}, partition ${line.partition}, offset ${line.offset}${letter.records > 1 ? `, ${plural(letter.records, 'record')} merged` : ''}`),
      field('key', h('span', {class: 'mono'}, letter.key)))),
    context.jobs.actions ? h('div', {class: 'panel row'},
      h('button', {class: 'strong', type: 'button', onclick: () => replayDialog(context, [line.id])}, 'Replay …'),
      letter.isEditable ? h('button', {class: 'plain', type: 'button', onclick: () => editDialog(context, letter)}, 'Edit and replay …')
        : letter.value ? h('span', {class: 'quiet small'}, 'Only a value that is text, and at most 65,536 bytes of it, can be edited here.') : null,
      open ? h('button', {class: 'plain', type: 'button', onclick: () => acceptDialog(context, [line.id])}, 'Accept …') : null) : null,
    h('div', {class: 'panel'}, h('h2', null, 'A replay now'), preview),
    letter.valuesShown ? null : h('p', {class: 'note'}, 'Values are hidden: this console was started without --show-values.'),
    text('Value', letter.value), text('Value before it was edited', letter.original),
    letter.columns.length ? h('div', {class: 'panel'}, h('h2', null, 'Columns'), h('div', {class: 'scroll'}, h('table', null,
      h('thead', null, h('tr', null, ['column', 'value', 'version'].map(n => h('th', null, n)))),
      h('tbody', null, letter.columns.map(one => h('tr', null, h('td', {class: 'mono'}, one.name), h('td', {class: 'mono wrap'}, one.value), h('td', {class: 'mono name'}, one.version))))))) : null,
    letter.headers.length ? h('div', {class: 'panel'}, h('h2', null, 'Headers'), h('dl', null, letter.headers.map(one => field(one.name, one.value)))) : null,
    h('div', {class: 'panel'}, h('h2', null, 'History'), h('ol', {class: 'history'}, letter.history.map(one => h('li', null, badge(one.kind), ' ', time(one.at), ' ', one.text)))));
  context.refreshed();
  try {
    const answer = await get(ofJob(job, 'deadletters/preview'), {id: [line.id]}, signal);
    replace(preview, previewTable(answer.letters), h('p', {class: 'small quiet'}, 'Of the database’s constraints only foreign keys are evaluated here.'));
  } catch (e) { if (e.name !== 'AbortError') replace(preview, problem(e.message)); }
  return line.state;
}
