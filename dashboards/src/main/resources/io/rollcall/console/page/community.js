import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { ago, dateAndTime, isOlder, number, share } from './format.js';
import './alerts.js';
import './feed.js';
import './ladders.js';
import './stages.js';

const QUIET_MINUTES = 60;

/** A community at a glance. */
class CommunityPage extends PageElement {
  static properties = { state: { attribute: false } };

  render() {
    const { clock, totals, ladders, stages, alerts, badges, moves } = this.state;
    if (!clock || !totals) {
      return html`<p class="loading" role="status">Reading the community…</p>`;
    }
    if (!clock.latest) {
      return this.#nobodyYet(clock);
    }
    return html`<div class="community">
      ${isOlder(clock.latest, clock, QUIET_MINUTES)
        ? html`<p class="hint quiet">Nothing on record here since ${dateAndTime(clock.latest, clock.timezone)} (${ago(clock.latest, clock)}). The clock above is that of all communities, and others have gone on.</p>`
        : nothing}
      ${this.#totals(totals, alerts, ladders ?? [])}
      <lifecycle-stages .stages=${stages}></lifecycle-stages>
      <div class="columns">
        <div class="column tiers">
          <tier-ladders .ladders=${ladders}></tier-ladders>
          <latest-moves .items=${moves} .clock=${clock}></latest-moves>
        </div>
        <open-alerts class="column" .alerts=${alerts} .clock=${clock}></open-alerts>
        <latest-badges class="column" .items=${badges} .clock=${clock}></latest-badges>
      </div>
    </div>`;
  }

  #totals(totals, alerts, ladders) {
    const critical = (alerts?.counts ?? [])
      .filter((count) => count.severity === 'critical')
      .reduce((sum, count) => sum + count.open, 0);
    const left = totals.left ? ` · ${number(totals.left)} have left in all` : '';
    return html`<dl class="totals" aria-label="Totals">
      ${this.#total('Members now', totals.members, `${number(totals.joinedInWeek)} joined in 7 days${left}`)}
      ${this.#total('Active in 7 days', totals.activeInWeek, `${share(totals.activeInWeek, totals.members)} of members`)}
      ${this.#total('Open alerts', alerts?.open ?? 0, critical ? `${number(critical)} critical` : 'none critical', critical > 0)}
      ${this.#total('Badges in 7 days', totals.badgesInWeek, this.#turns(ladders))}
    </dl>`;
  }

  #turns(ladders) {
    const sum = (of) => ladders.flatMap((ladder) => ladder.tiers).reduce((total, tier) => total + of(tier), 0);
    return `${number(sum((tier) => tier.roseInWeek))} rose a tier, ${number(sum((tier) => tier.fellInWeek))} fell`;
  }

  #total(label, value, sub, urgent = false) {
    return html`<div class="card total">
      <dt>${label}</dt>
      <dd class="figure">${number(value)}</dd>
      <dd class="sub ${urgent ? 'urgent' : ''}">${sub}</dd>
    </div>`;
  }

  #nobodyYet(clock) {
    return html`<section class="card blank" aria-labelledby="blank-title">
      <h2 id="blank-title">Nobody is here yet</h2>
      ${clock.program
        ? html`<p>The program <b>${clock.program}</b> is in place. Members appear here with the community's first events.</p>
            <p>Send events to the topic <code>rollcall.events</code>, or see a simulated community with <code>./rollcall demo</code>.</p>`
        : html`<p>No program is published for <b><bdi>${clock.community}</bdi></b>, and it has no members.</p>
            <p>Publish one with <code>./rollcall publish program.yaml</code>, if that is the community's name, or see a simulated community with <code>./rollcall demo</code>.</p>`}
    </section>`;
  }
}
customElements.define('community-page', CommunityPage);
