// Elements are made of names, attributes and texts. Nothing here, or anywhere else in these pages, parses a text as HTML.
import {plural} from './format.js';

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

export function badge(name) {
  return h('span', {class: 'badge ' + name.replace(/[^a-z]+/gi, '-')}, name);
}

export function problem(message) {
  return h('p', {class: 'problem', role: 'alert'}, message);
}

/** A line over the last values; nulls are gaps. */
export function spark(values, label) {
  const known = values.filter(v => v !== null);
  const most = Math.max(1, ...known);
  const step = 100 / Math.max(1, values.length - 1);
  let path = '';
  let gap = true;
  values.forEach((value, i) => {
    if (value === null) { gap = true; return; }
    path += (gap ? 'M' : 'L') + (i * step).toFixed(2) + ' ' + (28 - 26 * value / most).toFixed(2);
    gap = false;
  });
  return svg('svg', {class: 'spark', viewBox: '0 0 100 30', preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
    svg('path', {d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': '1.5', 'vector-effect': 'non-scaling-stroke'}));
}

/** Stacked bars: one list of counts for each name. */
export function bars(counts, label) {
  const lists = Object.values(counts);
  const length = lists.length ? lists[0].length : 0;
  const sums = Array.from({length}, (_, i) => lists.reduce((sum, list) => sum + list[i], 0));
  const most = Math.max(1, ...sums);
  return svg('svg', {class: 'bars', viewBox: `0 0 ${Math.max(1, length)} 40`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
    sums.map((sum, i) => sum === 0 ? null :
      svg('rect', {x: i + 0.1, width: 0.8, y: (40 - Math.max(1.5, 38 * sum / most)).toFixed(2), height: Math.max(1.5, 38 * sum / most).toFixed(2), fill: 'currentColor'},
        svg('title', null, plural(sum, 'dead letter')))));
}

/** A table whose columns are {name, of(row), cell?(row), number?}; sortable by each. */
export function sortable(columns, rows, state, onSort) {
  const column = columns[state.column] || columns[0];
  const sorted = [...rows].sort((a, b) => {
    const x = column.of(a), y = column.of(b);
    const order = x === null || x === undefined ? -1 : y === null || y === undefined ? 1
      : typeof x === 'number' ? x - y : String(x).localeCompare(String(y));
    return state.descending ? -order : order;
  });
  return h('div', {class: 'scroll'}, h('table', null,
    h('thead', null, h('tr', null, columns.map((one, i) => h('th', {
      scope: 'col', class: one.number ? 'number' : null,
      'aria-sort': i === state.column ? (state.descending ? 'descending' : 'ascending') : null,
    }, h('button', {type: 'button', onclick: () => onSort(i)}, one.name))))),
    h('tbody', null, sorted.map(row => h('tr', null, columns.map(one =>
      h('td', {class: one.number ? 'number' : 'name'}, one.cell ? one.cell(row) : show(one.of(row)))))))));
}

export function show(value) {
  return value === null || value === undefined ? '–' : typeof value === 'number' ? value.toLocaleString('en') : String(value);
}
