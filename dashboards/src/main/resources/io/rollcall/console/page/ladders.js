import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { counted, humanise, number, share } from './format.js';

/** Members by tier, one pyramid a ladder, the highest tier on top. */
class TierLadders extends PageElement {
  static properties = { ladders: { attribute: false } };

  render() {
    return html`<section class="card" aria-labelledby="tiers-title">
      <div class="card-head">
        <h2 id="tiers-title">Tiers</h2>
        <span class="hint">members now; moves: last 7 days</span>
      </div>
      ${this.ladders?.length
        ? this.ladders.map((ladder) => this.#ladder(ladder))
        : html`<p class="empty">No tiers yet. They appear with the first members of a program that has ladders.</p>`}
    </section>`;
  }

  #ladder({ ladder, tiers }) {
    const total = tiers.reduce((sum, tier) => sum + tier.members, 0);
    const most = Math.max(1, ...tiers.map((tier) => tier.members));
    return html`<table class="pyramid">
      <caption class=${this.ladders.length > 1 ? 'ladder-name' : 'for-screen-readers'}>${humanise(ladder)}</caption>
      <colgroup><col class="tier-column" /><col /><col class="count-column" /><col class="moves-column" /></colgroup>
      <thead class="for-screen-readers">
        <tr><th scope="col">Tier</th><th scope="col">Share</th><th scope="col">Members</th><th scope="col">Moves in the last 7 days</th></tr>
      </thead>
      <tbody>
        ${[...tiers].reverse().map((tier, i) => {
          const depth = tiers.length - 1 - i;
          return html`<tr>
            <th scope="row" title=${humanise(tier.tier)}>${humanise(tier.tier)}</th>
            <td class="pyramid-bar">
              <span class="track"><span class="bar" .style=${`--width:${(100 * tier.members) / most};--depth:${tiers.length > 1 ? depth / (tiers.length - 1) : 1}`}></span></span>
              <span class="for-screen-readers">${share(tier.members, total)}</span>
            </td>
            <td class="count" title=${share(tier.members, total)}>${number(tier.members)}</td>
            <td class="moves">
              ${tier.roseInWeek ? html`<span class="rose" title="${counted(tier.roseInWeek, 'member')} rose to ${humanise(tier.tier)}"><span class="for-screen-readers">rose: </span><span aria-hidden="true">↑</span>${number(tier.roseInWeek)}</span>` : nothing}
              ${tier.fellInWeek ? html`<span class="fell" title="${counted(tier.fellInWeek, 'member')} fell to ${humanise(tier.tier)}"><span class="for-screen-readers">fell: </span><span aria-hidden="true">↓</span>${number(tier.fellInWeek)}</span>` : nothing}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }
}
customElements.define('tier-ladders', TierLadders);
