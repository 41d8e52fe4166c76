// The token stays in this tab, and is sent in a header: there is no cookie that another site could use.
export const KEY = 'portage-token';

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function setToken(token) {
  sessionStorage.setItem(KEY, token);
}

async function send(path, options) {
  const headers = {Accept: 'application/json', ...(options.headers || {})};
  const token = sessionStorage.getItem(KEY);
  if (token) headers.Authorization = 'Bearer ' + token;
  try {
    return await fetch(path, {...options, headers, redirect: 'error', credentials: 'omit'});
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new ApiError(0, 'The console does not answer. It may have ended.');
  }
}

async function request(path, options) {
  const response = await send(path, options);
  const body = await response.json().catch(() => ({error: 'The answer is not JSON.'}));
  if (!response.ok) throw new ApiError(response.status, body.error || 'status ' + response.status);
  return body;
}

export function get(path, parameters, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters || {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') query.append(name, one);
    }
  }
  const text = query.toString();
  return request('/api/' + path + (text ? '?' + text : ''), {signal});
}

/** Reads server-sent events until the stream ends. A comment, the heartbeat, has the time and no name. */
export async function events(path, signal, onEvent) {
  const response = await send('/api/' + path, {signal, headers: {Accept: 'text/event-stream'}});
  if (!response.ok || !response.body) throw new ApiError(response.status, 'There are no live numbers.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      if (block.startsWith(': ')) { onEvent('', block.slice(2)); continue; }
      const event = {name: '', data: ''};
      for (const line of block.split('\n')) {
        if (line.startsWith('event: ')) event.name = line.slice(7);
        if (line.startsWith('data: ')) event.data = line.slice(6);
      }
      if (event.name) onEvent(event.name, JSON.parse(event.data));
    }
  }
}

export function act(path, body) {
  return request('/api/' + path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Portage-Action': '1'},
    body: JSON.stringify(body),
  });
}

export function ofJob(job, path) {
  return 'jobs/' + encodeURIComponent(job) + '/' + path;
}
