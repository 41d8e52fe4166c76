export function count(n) {
  return n === null || n === undefined ? '–' : n.toLocaleString('en');
}

/** “1 record”, “2 records”. */
export function plural(n, what) {
  return count(n) + ' ' + what + (n === 1 ? '' : 's');
}

/** Of a measured time, as the commands print durations. */
export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  const units = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000]];
  const found = units.find(([, size]) => ms >= 1.5 * size) || (ms >= 1000 ? units[3] : null);
  return found ? Math.round(10 * ms / found[1]) / 10 + ' ' + found[0] : Math.round(ms) + ' ms';
}

export function time(iso) {
  if (!iso) return '–';
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** A place in these pages. */
export function link(job, page, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters || {})) {
    if (value !== null && value !== undefined && value !== '') query.append(name, value);
  }
  const text = query.toString();
  return '#/' + encodeURIComponent(job) + '/' + page + (text ? '?' + text : '');
}
