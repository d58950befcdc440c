import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { counted, humanise, number, share } from './format.js';

/** Members by lifecycle stage, in the order in which members pass through them. */
class LifecycleStages extends PageElement {
  static properties = { stages: { attribute: false } };

  render() {
    const stages = this.stages ?? [];
    const total = stages.reduce((sum, stage) => sum + stage.members, 0);
    return html`<section class="card lifecycle" aria-labelledby="stages-title">
      <div class="card-head">
        <h2 id="stages-title">Lifecycle</h2>
        <span class="hint">in and out: last 7 days</span>
      </div>
      ${stages.length === 0
        ? html`<p class="empty">No stages yet. They appear with the first members of a program that has a lifecycle.</p>`
        : html`<div class="stacked" aria-hidden="true">
              ${stages.map((stage) => html`<span class="segment stage-${known(stage.stage)}" .style=${`--grow:${stage.members}`}></span>`)}
            </div>
            <ol class="stages">
              ${stages.map(
                (stage) => html`<li class="stage">
                  <span class="stage-name"><span class="dot stage-${known(stage.stage)}"></span>${humanise(stage.stage)}</span>
                  <span class="stage-count">${number(stage.members)}</span>
                  <span class="stage-share">${share(stage.members, total)}</span>
                  <span class="stage-flow">
                    ${stage.enteredInWeek ? html`<span title="${counted(stage.enteredInWeek, 'member')} became ${stage.stage} in the last 7 days">+${number(stage.enteredInWeek)}<span class="for-screen-readers"> in</span></span>` : nothing}
                    ${stage.leftInWeek ? html`<span title="${counted(stage.leftInWeek, 'member')} were ${stage.stage} and moved on in the last 7 days">−${number(stage.leftInWeek)}<span class="for-screen-readers"> out</span></span>` : nothing}
                  </span>
                </li>`,
              )}
            </ol>`}
    </section>`;
  }
}
customElements.define('lifecycle-stages', LifecycleStages);

const STAGES = new Set(['newcomer', 'growing', 'mature', 'dormant', 'churned', 'left']);

/** A stage as part of a class name. */
export const known = (stage) => (STAGES.has(stage) ? stage : 'other');
