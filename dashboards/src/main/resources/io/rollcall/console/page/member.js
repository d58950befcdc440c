import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { alertEntry } from './alerts.js';
import { ago, breakable, date, dateAndTime, decimal, hrefOf, humanise, isOlder, number, visible } from './format.js';
import { metal } from './feed.js';
import * as icons from './icons.js';
import { known } from './stages.js';
import './timeline.js';

const OLD_MINUTES = 5;

/** One member: where they stand, what comes next, and how they came here. */
class MemberPage extends PageElement {
  static properties = { state: { attribute: false }, route: { attribute: false } };

  render() {
    const { clock, member, timeline } = this.state;
    const { community, member: name, show } = this.route;
    const back = html`<a class="back" href=${hrefOf(community)}>${icons.back}<span>Back to <bdi>${community}</bdi></span></a>`;
    if (!clock || member === undefined) {
      return html`${back}<p class="loading" role="status">Reading the member…</p>`;
    }
    if (!member.member) {
      return html`${back}
        <section class="card blank" aria-labelledby="blank-title">
          <h1 id="blank-title" class="page-title" tabindex="-1">No member “<bdi>${visible(name)}</bdi>”</h1>
          <p>Nobody of this name has been seen in <bdi>${community}</bdi>. Names are told apart by case; the search field above finds them by their beginning.</p>
        </section>`;
    }
    // dates go on without the member, and with them numbers such as idle days
    const asOf = isOlder(member.at, clock, OLD_MINUTES) ? dateAndTime(member.at, clock.timezone) : '';
    return html`${back} ${this.#head(member, clock, asOf)}
      <div class="member-columns">
        <div class="column">
          ${this.#alerts(member, clock)} ${this.#next(member, asOf)} ${this.#badges(member)} ${this.#quests(member)} ${this.#metrics(member, asOf)}
        </div>
        <member-timeline class="column" .member=${member} .clock=${clock} .timeline=${timeline} .show=${show}></member-timeline>
      </div>`;
  }

  #head(member, clock, asOf) {
    const fact = (label, value) => html`<div class="fact"><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<section class="card member-head" aria-labelledby="member-name">
      <span class="avatar" aria-hidden="true" .style=${`--hue:${hue(member.member)}`}>${initial(member.member)}</span>
      <div class="member-title">
        <h1 id="member-name" class="page-title" tabindex="-1"><bdi>${visible(member.member)}</bdi></h1>
        <p class="chips">
          ${member.stage ? html`<span class="chip"><span class="dot stage-${known(member.stage)}"></span>${humanise(member.stage)}</span>` : nothing}
          ${member.segments.map((segment) => html`<span class="chip">${humanise(segment)}</span>`)}
          ${member.rfm ? html`<span class="chip" title="Recency, frequency and money: H is good, L is poor">RFM ${member.rfm}</span>` : nothing}
        </p>
      </div>
      <dl class="facts">
        ${member.tiers.map((standing) => fact(humanise(standing.ladder), this.#standing(standing)))}
        ${fact('Joined', member.joinedAt ? html`${date(member.joinedAt, clock.timezone)} <span class="hint">${ago(member.joinedAt, clock)}</span>` : 'Not a member')}
        ${member.leftAt ? fact('Left', html`${date(member.leftAt, clock.timezone)} <span class="hint">${ago(member.leftAt, clock)}</span>`) : nothing}
        ${fact('Last active', ago(member.lastActiveAt, clock) === nothing ? 'Never' : ago(member.lastActiveAt, clock))}
        ${member.pointsEarned || member.points ? fact('Points', html`${number(member.points)} <span class="hint">of ${number(member.pointsEarned)} earned</span>`) : nothing}
      </dl>
      ${asOf ? html`<p class="hint as-of">Numbers as of <time datetime=${member.at}>${asOf}</time>; a member’s record is written when something happens to them.</p>` : nothing}
    </section>`;
  }

  #standing({ tier, tiers }) {
    const at = tiers.indexOf(tier);
    return html`<span class="steps" aria-hidden="true">${tiers.map((_, i) => html`<span class="step ${i <= at ? 'reached' : ''}"></span>`)}</span> ${humanise(tier)}
      ${tiers.length > 1 && at >= 0 ? html`<span class="for-screen-readers">, tier ${at + 1} of ${tiers.length}</span>` : nothing}`;
  }

  #alerts(member, clock) {
    if (member.openAlerts.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="member-alerts-title">
      <div class="card-head"><h2 id="member-alerts-title">Open alerts</h2></div>
      <ol class="feed alerts">${member.openAlerts.map((alert) => html`<li class="entry">${alertEntry(alert, clock, false)}</li>`)}</ol>
    </section>`;
  }

  #next(member, asOf) {
    const goals = new Map();
    const levels = [...member.next].filter((step) => step.badge).sort((one, other) => one.need - other.need);
    for (const step of [...member.next.filter((step) => step.tier), ...levels]) {
      const goal = step.tier ? `${humanise(step.tier)}, ${humanise(step.ladder)} ladder` : step.title;
      goals.set(goal, [...(goals.get(goal) ?? []), step]);
    }
    return html`<section class="card" aria-labelledby="next-title">
      <div class="card-head"><h2 id="next-title">What comes next</h2>${hintOf(asOf)}</div>
      ${goals.size === 0
        ? html`<p class="empty">Nothing is missing: the program has no further tier or level for this member.</p>`
        : [...goals].map(
            ([goal, steps]) => html`<div class="goal">
              <h3>${steps[0].tier ? icons.up : icons.medal}${goal}${steps[0].tier ? '' : `, ${humanise(steps[0].level)}`}</h3>
              ${steps[0].tier
                ? html`<ul>${steps.map((step) => this.#step(step, goal))}</ul>`
                : html`<ul>${this.#step(steps[0], `${goal}, ${humanise(steps[0].level)}`)}</ul>
                    ${steps.length > 1 ? html`<p class="hint">then ${steps.slice(1).map((step) => `${humanise(step.level)} at ${decimal(step.need)}`).join(', ')}</p>` : nothing}`}
            </div>`,
          )}
    </section>`;
  }

  #step(step, goal) {
    if (step.condition !== null) {
      return html`<li class="missing"><span class="metric">still to hold</span> <code>${step.condition}</code></li>`;
    }
    const done = step.need > 0 && step.have < step.need ? Math.max(0, (100 * step.have) / step.need) : 0;
    return html`<li class="progress">
      <span class="metric">${breakable(step.metric)}</span>
      <span class="of"><b>${decimal(step.have)}</b> of ${decimal(step.need)}</span>
      <span class="progress-track" role="progressbar" aria-label="${goal}: ${step.metric}" aria-valuemin="0" aria-valuemax=${step.need} aria-valuenow=${step.have} aria-valuetext="${decimal(step.have)} of ${decimal(step.need)}">
        <span class="bar" .style=${`--width:${done}`}></span>
      </span>
    </li>`;
  }

  #badges(member) {
    return html`<section class="card" aria-labelledby="member-badges-title">
      <div class="card-head"><h2 id="member-badges-title">Badges</h2></div>
      ${member.badges.length === 0
        ? html`<p class="empty">None yet.</p>`
        : html`<ul class="badges">
            ${member.badges.map(
              (badge) => html`<li>
                <span class="medal ${metal(badge.level)}">${icons.medal}</span>
                <span class="name">${badge.title}</span>
                ${badge.level ? html`<span class="chip ${metal(badge.level)}">${humanise(badge.level)}</span>` : nothing}
                ${badge.times > 1 ? html`<span class="hint">× ${number(badge.times)}</span>` : nothing}
              </li>`,
            )}
          </ul>`}
    </section>`;
  }

  #quests(member) {
    if (member.quests.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="quests-title">
      <div class="card-head"><h2 id="quests-title">Quests</h2></div>
      <ul class="plain">${member.quests.map(({ quest, state }) => html`<li><span>${humanise(quest)}</span><span class="chip">${state}</span></li>`)}</ul>
    </section>`;
  }

  #metrics(member, asOf) {
    const metrics = Object.entries(member.metrics);
    if (metrics.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="metrics-title">
      <div class="card-head"><h2 id="metrics-title">Metrics</h2>${hintOf(asOf)}</div>
      <table class="metrics">
        <thead class="for-screen-readers"><tr><th scope="col">Metric</th><th scope="col">Value</th></tr></thead>
        <tbody>${metrics.map(([metric, value]) => html`<tr><th scope="row">${breakable(metric)}</th><td>${decimal(value)}</td></tr>`)}</tbody>
      </table>
    </section>`;
  }
}
customElements.define('member-page', MemberPage);

const hintOf = (asOf) => (asOf ? html`<span class="hint">as of ${asOf}</span>` : nothing);

const initial = (name) => [...name.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, '')][0]?.toLocaleUpperCase() ?? '·';

/** A colour of one's own, the same on every visit. */
function hue(name) {
  let hash = 0;
  for (const character of name) {
    hash = (hash * 31 + character.codePointAt(0)) % 360;
  }
  return hash;
}
