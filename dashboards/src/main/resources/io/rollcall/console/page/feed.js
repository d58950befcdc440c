import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from './element.js';
import { ago, humanise, memberLink } from './format.js';
import * as icons from './icons.js';

const LEVELS = new Set(['bronze', 'silver', 'gold', 'platinum', 'diamond']);

/** A level as part of a class name. */
export const metal = (level) => (LEVELS.has(level) ? level : 'no-metal');

/**
 * Entries that come in at the top. What was there at the first sight of a community just stands there; what comes later
 * moves in.
 */
class FeedElement extends PageElement {
  static properties = { items: { attribute: false }, clock: { attribute: false } };
  #community;
  #seen = new Set();
  #fresh = new Set();

  willUpdate(changed) {
    if (!changed.has('items') || !this.items) {
      return;
    }
    const first = this.#community !== this.clock?.community;
    this.#community = this.clock?.community;
    this.#fresh = first ? new Set() : new Set(this.items.map((item) => item.id).filter((id) => !this.#seen.has(id)));
    this.#seen = new Set(this.items.map((item) => item.id));
  }

  entries(limit, template) {
    return repeat(
      this.items.slice(0, limit),
      (item) => item.id,
      (item) => html`<li class="entry ${this.#fresh.has(item.id) ? 'fresh' : ''}">${template(item)}</li>`,
    );
  }
}

/** The badges that were won last. */
class LatestBadges extends FeedElement {
  render() {
    return html`<section class="card" aria-labelledby="badges-title">
      <div class="card-head"><h2 id="badges-title">Latest badges</h2></div>
      ${this.items?.length
        ? html`<ol class="feed">${this.entries(14, (badge) => this.#badge(badge))}</ol>`
        : html`<p class="empty">No badge has been won yet. The moment one is, it appears here.</p>`}
    </section>`;
  }

  #badge(badge) {
    return html`<span class="medal ${metal(badge.level)}">${icons.medal}</span>
      <div class="entry-main">
        <p class="entry-title">
          <span class="name">${badge.title}</span>
          ${badge.level ? html`<span class="chip ${metal(badge.level)}">${humanise(badge.level)}</span>` : nothing}
        </p>
        <p class="entry-sub">
          ${memberLink(this.clock.community, badge.member)}
          <span class="evidence" title=${badge.why}>${badge.numbers.join(' · ')}</span>
        </p>
      </div>
      ${ago(badge.at, this.clock, 'when')}`;
  }
}
customElements.define('latest-badges', LatestBadges);

/** The members who changed tier last. */
class LatestMoves extends FeedElement {
  render() {
    return html`<section class="card" aria-labelledby="moves-title">
      <div class="card-head"><h2 id="moves-title">Latest tier changes</h2></div>
      ${this.items?.length
        ? html`<ol class="feed compact">${this.entries(8, (move) => this.#move(move))}</ol>`
        : html`<p class="empty">Nobody has changed tier yet.</p>`}
    </section>`;
  }

  #move(move) {
    const fell = move.direction === 'down';
    return html`<span class="turn ${fell ? 'fell' : 'rose'}">${fell ? icons.down : icons.up}</span>
      <div class="entry-main">
        <p class="entry-sub one-line" title="${move.what}: ${move.why}">
          ${memberLink(this.clock.community, move.member)}
          <span>${fell ? 'fell to' : 'rose to'} <b>${humanise(move.to)}</b></span>
        </p>
      </div>
      ${ago(move.at, this.clock, 'when')}`;
  }
}
customElements.define('latest-moves', LatestMoves);
