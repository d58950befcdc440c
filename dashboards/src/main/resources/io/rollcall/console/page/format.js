import { html, nothing } from 'lit';

const numbers = new Intl.NumberFormat();
const decimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const counting = new Intl.RelativeTimeFormat(undefined, { style: 'narrow' });
// "now" and "yesterday" are as exact as a number; "last month" is not
const naming = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' });
const UNITS = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const dateFormats = new Map();

export const number = (value) => numbers.format(value);
export const decimal = (value) => decimals.format(value);
export const share = (part, whole) => shares.format(whole > 0 ? part / whole : 0);

/** "1 member", "2,000 members". */
export const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** A name of the program as people write it: "silent-newcomer" becomes "Silent newcomer"; Titles.java has it in sentences. */
export function humanise(name) {
  const words = String(name).replace(/[-_]+/g, ' ').trim();
  return words ? words[0].toLocaleUpperCase() + words.slice(1) : String(name);
}

/** A name of the program as it is written there, which goes on in a further line between its words and nowhere else. */
export const breakable = (name) => String(name).split(/(?<=[-_])/).map((part) => html`${part}<wbr />`);

function dates(timezone, options) {
  const key = `${timezone} ${JSON.stringify(options)}`;
  if (!dateFormats.has(key)) {
    let zone = timezone;
    try {
      Intl.DateTimeFormat(undefined, { timeZone: zone });
    } catch {
      zone = 'UTC'; // a zone that this browser does not know
    }
    dateFormats.set(key, new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone }));
  }
  return dateFormats.get(key);
}

export const dateAndTime = (at, timezone) =>
  dates(timezone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
export const day = (at, timezone) =>
  dates(timezone, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(at));
export const date = (at, timezone) => dates(timezone, { dateStyle: 'medium' }).format(new Date(at));
export const time = (at, timezone) => dates(timezone, { timeStyle: 'short' }).format(new Date(at));
/** The zone's short name at that instant, such as "UTC" or "GMT+8". */
export const zone = (at, timezone) =>
  dates(timezone, { timeZoneName: 'short' })
    .formatToParts(new Date(at))
    .find((part) => part.type === 'timeZoneName')?.value ?? timezone;

/** How long ago, or how soon, by the community's clock. */
export function relative(at, clock) {
  const millis = new Date(at) - new Date(clock);
  for (const [unit, length] of UNITS) {
    if (Math.abs(millis) >= length) {
      return (unit === 'day' ? naming : counting).format(Math.trunc(millis / length), unit);
    }
  }
  return naming.format(0, 'second');
}

/** A <time> that says how long ago by the community's clock, and when exactly. */
export function ago(at, clock, className = '') {
  if (!at || !clock?.at) {
    return nothing;
  }
  return html`<time class=${className} datetime=${at} title=${dateAndTime(at, clock.timezone)}
    >${relative(at, clock.at)}</time
  >`;
}

/** Whether an instant is more than so many minutes ago by the community's clock. */
export const isOlder = (at, clock, minutes) => Boolean(at && clock?.at) && new Date(clock.at) - new Date(at) > minutes * 60_000;

/** Where a community, or a member of it, is in the page. */
export const hrefOf = (community, member) =>
  `#/${encodeURIComponent(community)}${member === undefined ? '' : `/${encodeURIComponent(member)}`}`;

// controls, marks that reorder what follows them, and marks of no width: by them one name can pass for another
const INVISIBLE = /[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** A name that somebody else chose, as text in which nothing hides. */
export const visible = (name) => (name.trim() === '' ? '(blank)' : name.replace(INVISIBLE, '\uFFFD'));

/** A member's name, whatever is in it, as a link; its direction stays its own. */
export const memberLink = (community, member) =>
  html`<a class="member" href=${hrefOf(community, member)} title=${visible(member)}><bdi>${visible(member)}</bdi></a>`;
