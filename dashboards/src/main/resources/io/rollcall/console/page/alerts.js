import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from './element.js';
import { ago, dateAndTime, humanise, memberLink, number, relative } from './format.js';
import * as icons from './icons.js';
import { ask } from './live.js';

const SEVERITIES = new Set(['critical', 'warning', 'info']);
const severity = (alert) => (SEVERITIES.has(alert.severity) ? alert.severity : 'info');

/** One open alert: how bad, what, who, since when, until when, and what to do. */
export const alertEntry = (alert, clock, withMember = true) => html`<span class="severity ${severity(alert)}">${humanise(alert.severity)}</span>
  <p class="entry-title">
    <span class="name">${humanise(alert.alert)}</span>
    ${withMember ? memberLink(clock.community, alert.member) : nothing}
    ${alert.ladder ? html`<span class="hint">${humanise(alert.ladder)} ladder</span>` : nothing}
  </p>
  <p class="alert-times">
    ${alert.deadline && clock.at && alert.deadline > clock.at
      ? html`<span class="due" title="Decided ${dateAndTime(alert.deadline, clock.timezone)}">due ${relative(alert.deadline, clock.at)}</span>`
      : nothing}
    <span class="when"><span class="for-screen-readers">raised </span>${ago(alert.raisedAt, clock)}</span>
  </p>
  ${alert.playbook ? html`<p class="playbook" title=${alert.playbook}>${icons.book}<span><span class="for-screen-readers">What to do: </span>${alert.playbook}</span></p>` : nothing}`;

/** The open alerts, the most critical first; live on its first page, and asked for anew on others when they change. */
class OpenAlerts extends PageElement {
  static properties = {
    alerts: { attribute: false },
    clock: { attribute: false },
    filter: { state: true },
    asked: { state: true },
    failure: { state: true },
  };
  #community;
  #again = 0;

  willUpdate(changed) {
    if (this.#community !== this.clock?.community) {
      this.#community = this.clock?.community;
      this.filter = null;
      this.asked = null;
    } else if (changed.has('alerts') && this.asked) {
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.asked && this.#ask(this.asked.page), 800);
    }
  }

  render() {
    const shown = this.asked ?? this.alerts;
    const open = this.alerts?.open ?? 0;
    return html`<section class="card" aria-labelledby="alerts-title">
      <div class="card-head">
        <h2 id="alerts-title">Open alerts <span class="pill" data-open=${open}>${number(open)}</span></h2>
      </div>
      ${open === 0
        ? html`<p class="empty good">Nothing open. Nobody needs you right now.</p>`
        : html`${this.#filters()}
            ${this.failure ? html`<p class="empty">${this.failure}</p>` : nothing}
            <ol class="feed alerts">
              ${repeat(shown.items, (alert) => alert.id, (alert) => html`<li class="entry">${alertEntry(alert, this.clock)}</li>`)}
            </ol>
            ${this.#pager(shown)}`}
    </section>`;
  }

  #filters() {
    const names = new Map();
    for (const { alert, open } of this.alerts.counts) {
      names.set(alert, (names.get(alert) ?? 0) + open);
    }
    const button = (name, label, count) => html`<button type="button" aria-pressed=${this.filter === name ? 'true' : 'false'} @click=${() => this.#choose(name)}>
      ${label} <span class="count">${number(count)}</span>
    </button>`;
    return html`<div class="filters" role="group" aria-label="Which alerts">
      ${button(null, 'All', this.alerts.open)} ${[...names].map(([name, count]) => button(name, humanise(name), count))}
    </div>`;
  }

  #pager({ matching, page, size, items }) {
    if (matching <= size) {
      return nothing;
    }
    const first = page * size + 1;
    return html`<nav class="pager" aria-label="Pages of alerts">
      <span>${number(first)}–${number(first + items.length - 1)} of ${number(matching)}</span>
      <button type="button" aria-label="Earlier page" ?disabled=${page === 0} @click=${() => this.#ask(page - 1)}>${icons.left}</button>
      <button type="button" aria-label="Next page" ?disabled=${first + items.length > matching} @click=${() => this.#ask(page + 1)}>${icons.right}</button>
    </nav>`;
  }

  #choose(name) {
    this.filter = name;
    this.#ask(0);
  }

  async #ask(page) {
    this.failure = '';
    if (page === 0 && this.filter === null) {
      this.asked = null; // what is pushed is this page
      return;
    }
    try {
      const filter = this.filter;
      const answer = await ask('/api/alerts', { community: this.#community, alert: filter ?? '', page });
      if (filter === this.filter) {
        this.asked = answer;
      }
    } catch (e) {
      this.failure = e.message;
    }
  }
}
customElements.define('open-alerts', OpenAlerts);
