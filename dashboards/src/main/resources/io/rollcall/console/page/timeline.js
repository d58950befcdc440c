import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { ago, day, time } from './format.js';
import * as icons from './icons.js';
import { ask } from './live.js';

const CHOICES = [
  ['milestones', 'Milestones'],
  ['points', 'Points'],
  ['all', 'Everything'],
];

/** What happened to a member, newest first, and why each of it did. */
class MemberTimeline extends PageElement {
  static properties = {
    member: { attribute: false },
    clock: { attribute: false },
    timeline: { attribute: false },
    show: { attribute: false },
    older: { state: true },
    failure: { state: true },
  };

  constructor() {
    super();
    this.older = null;
    this.failure = '';
  }

  willUpdate(changed) {
    if (changed.has('member') || changed.has('show')) {
      this.older = null;
      this.failure = '';
    } else if (changed.has('timeline') && this.older) {
      // what newer outcomes pushed off the first page is still to be seen
      const outcomes = [...(changed.get('timeline')?.outcomes ?? []), ...this.older.outcomes];
      this.older = { ...this.older, outcomes };
    }
  }

  render() {
    const outcomes = this.#outcomes();
    const before = this.older ? this.older.before : this.timeline?.before;
    return html`<section class="card" aria-labelledby="timeline-title">
      <div class="card-head">
        <h2 id="timeline-title">Timeline</h2>
        <div class="filters" role="group" aria-label="What to show">
          ${CHOICES.map(([show, label]) => html`<button type="button" aria-pressed=${this.show === show ? 'true' : 'false'} @click=${() => this.dispatchEvent(new CustomEvent('show', { detail: show }))}>${label}</button>`)}
        </div>
      </div>
      ${!this.timeline
        ? html`<p class="loading" role="status">Reading…</p>`
        : outcomes.length === 0
          ? html`<p class="empty">Nothing of this kind has happened yet.</p>`
          : this.#days(outcomes)}
      ${this.failure ? html`<p class="empty" role="alert">${this.failure}</p>` : nothing}
      ${before ? html`<button type="button" class="more" @click=${() => this.#more(before)}>Show what happened before</button>` : nothing}
    </section>`;
  }

  #outcomes() {
    const all = new Map();
    for (const outcome of [...(this.timeline?.outcomes ?? []), ...(this.older?.outcomes ?? [])]) {
      all.set(outcome.id, outcome);
    }
    return [...all.values()];
  }

  #days(outcomes) {
    const days = new Map();
    for (const outcome of outcomes) {
      const date = day(outcome.at, this.clock.timezone);
      days.set(date, [...(days.get(date) ?? []), outcome]);
    }
    return [...days].map(
      ([date, ofDay]) => html`<h3 class="timeline-day">${date} ${ago(ofDay[0].at, this.clock, 'hint')}</h3>
        <ol class="timeline">${ofDay.map((outcome) => this.#outcome(outcome))}</ol>`,
    );
  }

  #outcome(outcome) {
    return html`<li class="outcome ${outcome.tone}">
      <span class="outcome-icon">${icons.ofOutcome(outcome)}</span>
      <div>
        <p class="what">${outcome.what}${outcome.shadow ? html` <span class="chip">trial program</span>` : nothing}</p>
        <p class="why">${outcome.why}</p>
      </div>
      <time class="when" datetime=${outcome.at}>${time(outcome.at, this.clock.timezone)}</time>
    </li>`;
  }

  async #more(before) {
    this.failure = '';
    try {
      const page = await ask('/api/timeline', {
        community: this.member.community,
        member: this.member.member,
        show: this.show,
        before,
      });
      this.older = { outcomes: [...(this.older?.outcomes ?? []), ...page.outcomes], before: page.before };
    } catch (e) {
      this.failure = e.message;
    }
  }
}
customElements.define('member-timeline', MemberTimeline);
