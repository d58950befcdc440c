import { html, svg } from 'lit';

const icon = (path) =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${path}</svg>`;

export const search = icon(svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>`);
export const clock = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>`);
export const medal = icon(svg`<circle cx="8" cy="6" r="4.2"/><path d="m5.6 9.6-1 4.9L8 12.6l3.4 1.9-1-4.9"/>`);
export const up = icon(svg`<path d="M8 13V3M4 7l4-4 4 4"/>`);
export const down = icon(svg`<path d="M8 3v10M4 9l4 4 4-4"/>`);
export const bell = icon(svg`<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM6.5 14h3"/>`);
export const check = icon(svg`<path d="m3 8.5 3.2 3.2L13 5"/>`);
export const flow = icon(svg`<path d="M2 8h11M9 4l4 4-4 4"/>`);
export const coin = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 5v6M6 6.5h3a1 1 0 0 1 0 2H7a1 1 0 0 0 0 2h3"/>`);
export const flag = icon(svg`<path d="M4 14V2.5h8L10 5.5l2 3H4"/>`);
export const tag = icon(svg`<path d="M2.5 7V2.5H7l6.5 6.5L9 13.5z"/><circle cx="5.3" cy="5.3" r=".6"/>`);
export const back = icon(svg`<path d="M13 8H3M7 4 3 8l4 4"/>`);
export const left = icon(svg`<path d="m10 3-5 5 5 5"/>`);
export const right = icon(svg`<path d="m6 3 5 5-5 5"/>`);
export const book = icon(svg`<path d="M8 4C6.5 2.8 4.5 2.5 2.5 2.8v9.7c2-.3 4 0 5.5 1.2 1.5-1.2 3.5-1.5 5.5-1.2V2.8C11.5 2.5 9.5 2.8 8 4zm0 0v9.5"/>`);
export const plug = icon(svg`<path d="M5.5 2v3M10.5 2v3M4 5h8v2a4 4 0 0 1-8 0zM8 11v3"/>`);

const OUTCOMES = {
  'badge-awarded': medal,
  'points-posted': coin,
  'redemption-refused': coin,
  'quest-completed': flag,
  'quest-expired': flag,
  'stage-changed': flow,
  'segment-entered': tag,
  'segment-left': tag,
  'rfm-changed': tag,
  'alert-raised': bell,
  'alert-resolved': check,
};

/** The icon of a kind of outcome. */
export const ofOutcome = (outcome) =>
  outcome.kind === 'tier-changed' ? (outcome.direction === 'down' ? down : up) : (OUTCOMES[outcome.kind] ?? tag);

/** The product's mark: a small pyramid of tiers. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
  <rect width="32" height="32" rx="8"></rect>
  <path d="M8 22h16M11 16h10M14 10h4"></path>
</svg>`;
