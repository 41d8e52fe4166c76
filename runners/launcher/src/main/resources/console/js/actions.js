import {h, replace, badge, problem} from './dom.js';
import {act, get, ofJob} from './api.js';

const PREVIEWS = 50;

function dialog(title, ...children) {
  const box = h('dialog', {'aria-label': title}, h('h1', null, title), children);
  box.addEventListener('close', () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

function whoAndWhy() {
  const by = h('input', {name: 'by', required: true, maxlength: 200, autocomplete: 'username', value: sessionStorage.getItem('portage-by') || ''});
  const reason = h('input', {name: 'reason', required: true, maxlength: 1000});
  return {
    fields: [h('label', {class: 'field'}, 'Who', by), h('label', {class: 'field'}, 'Why', reason)],
    values: () => { sessionStorage.setItem('portage-by', by.value); return {by: by.value, reason: reason.value}; },
  };
}

export function previewTable(lines) {
  return h('div', {class: 'scroll'}, h('table', null,
    h('thead', null, h('tr', null, ['id', 'would', 'because'].map(name => h('th', null, name)))),
    h('tbody', null, lines.map(line => h('tr', null, h('td', {class: 'mono name'}, line.id), h('td', null, badge(line.verdict)), h('td', {class: 'wrap'}, line.text))))));
}

function isRunning(operation) {
  return operation.state === 'waiting' || operation.state === 'running';
}

function results(operation) {
  return [
    h('p', null, badge(operation.state), ' ', operation.text),
    isRunning(operation) ? h('p', {class: 'quiet small'}, 'It goes on if this is closed; its result will be in the history of each dead letter.') : null,
    operation.letters.length ? h('div', {class: 'scroll'}, h('table', null,
      h('thead', null, h('tr', null, ['id', 'was', 'for', 'is'].map(name => h('th', null, name)))),
      h('tbody', null, operation.letters.map(one => h('tr', null, h('td', {class: 'mono name'}, one.id), h('td', null, one.stage), h('td', null, one.reason), h('td', {class: 'wrap'}, one.result)))))) : null,
  ];
}

async function follow(context, box, first) {
  let operation = first;
  const body = h('div', {role: 'status'});
  const close = h('button', {class: 'plain', type: 'button', onclick: () => { box.close(); window.dispatchEvent(new HashChangeEvent('hashchange')); }}, 'Close');
  replace(box, h('h1', null, 'Replay'), body, h('div', {class: 'actions'}, close));
  replace(body, results(operation));
  while (box.isConnected && isRunning(operation)) {
    await new Promise(resolve => { setTimeout(resolve, 1000); });
    operation = await get('operations/' + encodeURIComponent(operation.id));
    replace(body, results(operation));
  }
}

function form(box, who, label, work) {
  const message = h('div', null);
  const submit = h('button', {class: 'strong', type: 'submit'}, label);
  return h('form', {onsubmit: async event => {
    event.preventDefault();
    submit.disabled = true;
    try { await work(who.values()); } catch (e) { replace(message, problem(e.message)); submit.disabled = false; }
  }}, who.fields, message, h('div', {class: 'actions'}, h('button', {class: 'plain', type: 'button', onclick: () => box.close()}, 'Cancel'), submit));
}

export async function replayDialog(context, ids) {
  const preview = h('div', null, h('p', {class: 'quiet'}, 'Asking the guard …'));
  const box = dialog('Replay ' + (ids.length === 1 ? 'one dead letter' : ids.length + ' dead letters'));
  const who = whoAndWhy();
  box.append(preview, h('p', {class: 'quiet small'}, 'The database’s constraints are checked by the replay itself. Changes of one key are merged first.'),
    form(box, who, 'Replay', async values => follow(context, box, await act(ofJob(context.job, 'deadletters/replay'), {ids, ...values}))));
  try {
    const answer = await get(ofJob(context.job, 'deadletters/preview'), {id: ids.slice(0, PREVIEWS)});
    replace(preview, previewTable(answer.letters), ids.length > PREVIEWS ? h('p', {class: 'note'}, `The first ${PREVIEWS} of ${ids.length} are previewed; all are replayed.`) : null);
  } catch (e) { replace(preview, problem(e.message)); }
}

export function acceptDialog(context, ids) {
  const box = dialog('Accept ' + (ids.length === 1 ? 'one dead letter' : ids.length + ' dead letters'));
  const who = whoAndWhy();
  box.append(h('p', null, 'They are resolved without a replay: the target keeps what it has. They stay in the topic, with who and why.'),
    form(box, who, 'Accept', async values => {
      await act(ofJob(context.job, 'deadletters/accept'), {ids, ...values});
      box.close();
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    }));
}

export function editDialog(context, letter) {
  const box = dialog('Edit and replay ' + letter.line.id);
  const who = whoAndWhy();
  const value = h('textarea', {rows: 14, spellcheck: 'false', 'aria-label': 'Value', value: letter.value.text});
  const preview = h('div', {role: 'status'});
  const check = h('button', {class: 'plain', type: 'button', onclick: async () => {
    check.disabled = true;
    replace(preview, h('p', {class: 'quiet'}, 'Asking the guard …'));
    try {
      const answer = await act(ofJob(context.job, 'deadletters/preview'), {id: letter.line.id, value: value.value});
      replace(preview, previewTable(answer.letters));
    } catch (e) { replace(preview, problem(e.message)); }
    check.disabled = false;
  }}, 'Preview');
  value.addEventListener('input', () => replace(preview));
  box.append(h('p', {class: 'quiet small'}, 'The value that came from the source stays in the dead letter, with the editor and the reason.'), value,
    h('div', {class: 'row'}, check), preview,
    form(box, who, 'Save and replay', async values => follow(context, box, await act(ofJob(context.job, 'deadletters/edit'), {id: letter.line.id, value: value.value, ...values}))));
}
