import {h, replace, badge, problem} from './dom.js';
import {get, ofJob} from './api.js';

function tree(value, top) {
  if (value === null) return h('span', {class: 'quiet'}, 'null');
  if (Array.isArray(value)) {
    if (value.every(one => one === null || typeof one !== 'object')) return h('span', null, '[' + value.join(', ') + ']');
    return h('div', {class: 'inner'}, value.map(one => h('div', null, '– ', tree(one))));
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length ? h('div', {class: top ? null : 'inner'}, entries.map(([name, one]) => h('div', null, h('span', {class: 'key'}, name), ': ', tree(one)))) : h('span', {class: 'quiet'}, '{}');
  }
  const text = String(value);
  return h('span', {class: text === '***' || /^\{\w+: .*\}$/.test(text) ? 'secret' : null}, text);
}

export async function show(context) {
  const {job, main, signal} = context;
  const answer = await get(ofJob(job, 'configuration'), null, signal);
  const checks = h('div', null, h('p', {class: 'quiet'}, 'The checks connect to the brokers, the target and the references, and write nothing.'));
  const button = h('button', {class: 'plain', type: 'button', onclick: async () => {
    button.disabled = true;
    replace(checks, h('p', {class: 'quiet'}, 'Checking …'));
    try {
      const result = await get(ofJob(job, 'checks'), null, signal);
      replace(checks, h('p', null, badge(result.canRun ? 'ok' : 'failed'), result.canRun ? ' The job can run.' : ' The job cannot run.'),
        h('div', {class: 'scroll'}, h('table', null, h('tbody', null, result.checks.map(one => h('tr', null, h('td', null, badge(one.status)), h('td', {class: 'name'}, one.subject), h('td', {class: 'wrap'}, one.detail)))))));
    } catch (e) { if (e.name !== 'AbortError') replace(checks, problem(e.message)); }
    button.disabled = false;
  }}, 'Run the checks');
  replace(main, h('h1', null, 'Configuration'),
    h('div', {class: 'panel'}, h('h2', null, 'Checks'), h('div', {class: 'row'}, button), checks),
    h('div', {class: 'panel'}, h('h2', null, 'As the job understands it, with its defaults; secrets as references'), h('div', {class: 'tree'}, tree(answer.configuration, true))));
  context.refreshed();
}
