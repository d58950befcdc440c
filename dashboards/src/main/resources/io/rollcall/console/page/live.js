const SECTIONS = [
  'status', 'unknown', 'clock', 'totals', 'ladders', 'stages', 'alerts', 'badges', 'moves', 'member', 'timeline',
];
const RETRY_MILLIS = 2000;

/**
 * The stream of what changes. The server sends state, not a log: after a break the latest values come by themselves.
 *
 * While the page is hidden there is no stream: a browser allows six connections to a server, and the seventh open tab
 * would wait for ever.
 */
export class Live {
  #source = null;
  #retry = 0;
  #target = null;
  #onSection;
  #onConnection;

  constructor(onSection, onConnection) {
    this.#onSection = onSection;
    this.#onConnection = onConnection;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#open()));
  }

  /** Watches a community, and a member of it if one is given, instead of what was watched before. */
  watch(target) {
    this.#target = target;
    this.#close();
    this.#open();
  }

  #open() {
    if (this.#source || !this.#target || document.hidden) {
      return;
    }
    const { community, member, show } = this.#target;
    const parameters = new URLSearchParams({ community });
    if (member !== undefined) {
      parameters.set('member', member);
      parameters.set('show', show);
    }
    const source = new EventSource(`/api/live?${parameters}`);
    this.#source = source;
    this.#onConnection('connecting');
    source.addEventListener('hello', (event) => {
      const version = document.querySelector('meta[name="rollcall-version"]').content;
      if (JSON.parse(event.data).version !== version) {
        location.reload(); // the server was replaced by one with another page
        return;
      }
      this.#onConnection('live');
    });
    source.addEventListener('full', () => {
      this.#close();
      this.#onConnection('full');
      this.#retryLater();
    });
    for (const section of SECTIONS) {
      source.addEventListener(section, (event) => this.#onSection(section, JSON.parse(event.data)));
    }
    source.addEventListener('error', () => {
      this.#onConnection('lost');
      if (source.readyState === EventSource.CLOSED) {
        this.#close();
        this.#retryLater();
      }
    });
  }

  #retryLater() {
    this.#retry = setTimeout(() => this.#open(), RETRY_MILLIS);
  }

  #close() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }
}

/** Asks the server; throws an Error with what it says of a failure. */
export async function ask(path, parameters) {
  const response = await fetch(`${path}?${new URLSearchParams(parameters)}`, { headers: { Accept: 'application/json' } });
  const answer = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(answer.message ?? response.statusText), {
      status: response.status,
      remedy: answer.remedy ?? '',
    });
  }
  return answer;
}
