import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { day, hrefOf, humanise, time, visible, zone } from './format.js';
import * as icons from './icons.js';
import { ask, Live } from './live.js';
import './community.js';
import './member.js';
import './search.js';

const RETRY_MILLIS = 2000;
const ANNOUNCE_MILLIS = 1000;
const MEMBER_SECTIONS = ['member', 'timeline'];

/** The page: which community, which member, and whether what is shown is current. */
class RollcallApp extends PageElement {
  static properties = {
    communities: { state: true },
    route: { state: true },
    sections: { state: true },
    connection: { state: true },
    trouble: { state: true },
    announcement: { state: true },
  };
  #live = new Live(
    (section, value) => this.#receive(section, value),
    (connection) => (this.connection = connection),
  );
  #unannounced = [];
  #announcing = 0;
  #arrived = false;

  constructor() {
    super();
    this.communities = null;
    this.route = null;
    this.sections = {};
    this.connection = 'connecting';
    this.trouble = null;
    this.announcement = '';
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#go());
    this.#readCommunities();
    this.#go();
  }

  render() {
    const { route } = this;
    return html`<a class="skip" href="#main" @click=${this.#skip}>Skip to the content</a>
      ${this.#header()}
      <main id="main" tabindex="-1">
        ${this.#notice()}
        ${!route
          ? this.#noCommunity()
          : this.#unknown()
            ? this.#noSuchCommunity(this.#unknown())
          : route.member !== undefined
            ? html`<member-page .state=${this.sections} .route=${route} @show=${this.#show}></member-page>`
            : html`<h1 class="for-screen-readers" tabindex="-1"><bdi>${route.community}</bdi> at a glance</h1>
                <community-page .state=${this.sections}></community-page>`}
      </main>
      <p class="for-screen-readers" role="status" aria-live="polite" id="announcements">${this.announcement}</p>`;
  }

  updated(changed) {
    if (changed.has('route') && this.route) {
      const { community, member } = this.route;
      document.title = `${member === undefined ? '' : `${visible(member)} · `}${community} · Rollcall`;
    }
  }

  #header() {
    const { clock } = this.sections;
    const unknown = this.#unknown();
    const community = unknown ? undefined : this.route?.community;
    const names = new Set(unknown ? unknown.communities : (this.communities ?? []).map((known) => known.community));
    if (community && clock) {
      names.add(community);
    }
    return html`<header class="top">
      <a class="brand" href=${community ? hrefOf(community) : '#/'}>${icons.mark}<span>Rollcall</span></a>
      ${names.size > 1 && (unknown || names.has(community))
        ? html`<label class="pick"><span class="for-screen-readers">Community</span>
            <select @change=${(event) => (location.hash = hrefOf(event.target.value))}>
              ${unknown ? html`<option value="" selected disabled hidden>Choose one</option>` : nothing}
              ${[...names].map((name) => html`<option value=${name} .selected=${name === community}>${name}</option>`)}
            </select></label>`
        : community
          ? html`<a class="community-name" href=${hrefOf(community)}><bdi>${community}</bdi></a>`
          : nothing}
      ${clock?.program
        ? html`<span class="program" title="The program in force. Its version is the offset of its message in the topic of programs, as publish tells it">program <b><bdi>${clock.program}</bdi></b>, version ${clock.version ?? 'unknown'}</span>`
        : nothing}
      ${clock?.mode === 'shadow' ? html`<span class="chip" title="This program is on trial: its outcomes are marked, and not shown as alerts and badges">trial program</span>` : nothing}
      <span class="spring"></span>
      ${community ? html`<member-search .community=${community}></member-search>` : nothing}
      ${clock?.at
        ? html`<span class="clock" title="The latest instant on record, of whatever community: all share one clock. What you see is as of then, and “2 days ago” counts from then. While nothing happens anywhere it stands still">
            ${icons.clock}<span class="hint">as of</span>
            <time datetime=${clock.at}><span class="clock-day">${day(clock.at, clock.timezone)}, </span>${time(clock.at, clock.timezone)}</time>
            <span class="zone">${zone(clock.at, clock.timezone)}</span>
          </span>`
        : nothing}
      ${this.#indicator()}
    </header>`;
  }

  #indicator() {
    const away = this.sections.status?.elasticsearch === 'away' || this.trouble;
    const [name, label, title] =
      this.connection === 'full'
        ? ['away', 'Waiting', 'Too many pages are open at once']
        : this.connection === 'lost'
          ? ['away', 'Reconnecting', 'The console server does not answer']
          : away
            ? ['away', 'No data', 'Elasticsearch does not answer']
            : this.connection === 'live' && (this.sections.clock || this.#unknown())
              ? ['live', 'Live', 'What is put on record appears here within two seconds']
              : ['connecting', 'Connecting', ''];
    return html`<span class="indicator ${name}" role="status" title=${title}><span class="pulse"></span>${label}</span>`;
  }

  #notice() {
    const { status } = this.sections;
    if (this.connection === 'lost') {
      return this.#warning({
        message: 'The console server does not answer.',
        remedy: 'Is it still running? Start it again; this page continues by itself as soon as it is back.',
      });
    }
    if (this.connection === 'full') {
      return this.#warning({
        message: 'Too many pages of this console are open.',
        remedy: 'Close some of them; this one continues by itself.',
      });
    }
    if (status?.elasticsearch === 'away') {
      return this.#warning(status);
    }
    return this.trouble ? this.#warning(this.trouble) : nothing;
  }

  #warning({ message, remedy, detail }) {
    const old = this.sections.clock?.at ? ' What you see below is as it was before.' : '';
    return html`<div class="notice" role="alert">
      ${icons.plug}
      <div>
        <p><b>${message}</b> ${remedy}${old}</p>
        ${detail ? html`<details><summary>Details</summary><code>${detail}</code></details>` : nothing}
      </div>
    </div>`;
  }

  /** What the server says where nobody knows this community. */
  #unknown() {
    return this.sections.unknown?.message ? this.sections.unknown : null;
  }

  #noSuchCommunity({ communities }) {
    return html`<section class="card blank" aria-labelledby="blank-title">
      <h1 id="blank-title" class="page-title" tabindex="-1">No community “<bdi>${visible(this.route.community)}</bdi>”</h1>
      <p>There is no program and no member of a community of this name. Names are told apart by case.</p>
      ${communities.length
        ? html`<h2>The communities that there are</h2>
            <ul class="known">${communities.map((name) => html`<li><a href=${hrefOf(name)}><bdi>${visible(name)}</bdi></a></li>`)}</ul>`
        : html`<p>None is known yet. Publish a program with <code>./rollcall publish program.yaml</code>, or see a simulated community with <code>./rollcall demo</code>.</p>`}
      <p class="hint">This page continues by itself when it comes into being.</p>
    </section>`;
  }

  #noCommunity() {
    if (this.trouble) {
      return nothing;
    }
    if (this.communities === null) {
      return html`<p class="loading" role="status">Looking for communities…</p>`;
    }
    return html`<section class="card blank" aria-labelledby="blank-title">
      <h1 id="blank-title" class="page-title">No community yet</h1>
      <p>Rollcall knows no program and no member. Put a program on the topic <code>rollcall.programs</code> (its key is the community) and send events to <code>rollcall.events</code>, or see a simulated community with <code>./rollcall demo</code>.</p>
      <p class="hint">This page continues by itself with the first one.</p>
    </section>`;
  }

  async #readCommunities() {
    try {
      this.communities = await ask('/api/communities', {});
      this.trouble = null;
    } catch (e) {
      this.trouble = { message: e.message, remedy: e.remedy ?? '' };
    }
    if (!this.route && this.communities?.length) {
      const largest = this.communities.reduce((one, other) => (other.members > one.members ? other : one));
      location.replace(hrefOf(largest.community));
    }
    if (!this.communities?.length) {
      setTimeout(() => this.#readCommunities(), RETRY_MILLIS);
    }
  }

  #go() {
    const [, community, member] = location.hash.split('/').map(decoded);
    if (!community) {
      this.route = null;
      if (this.communities) {
        this.#readCommunities();
      }
      return;
    }
    const same = this.route?.community === community;
    this.sections = same ? without(this.sections, MEMBER_SECTIONS) : { status: this.sections.status };
    this.route = { community, member, show: 'milestones' };
    this.#watch();
    scrollTo(0, 0);
    if (this.#arrived) {
      this.updateComplete.then(() => this.querySelector('#main').focus({ preventScroll: true }));
    }
    this.#arrived = true;
  }

  #show(event) {
    this.route = { ...this.route, show: event.detail };
    this.sections = without(this.sections, ['timeline']);
    this.#watch();
  }

  #watch() {
    const { community, member, show } = this.route;
    this.#live.watch({ community, member, show });
  }

  #receive(section, value) {
    if (section === 'badges') {
      this.#announce(this.sections.badges, value);
    }
    this.sections = { ...this.sections, [section]: value };
    if (section === 'status' && value.elasticsearch === 'ok' && this.trouble) {
      this.#readCommunities();
    }
  }

  /** Says new badges to screen readers; those of a second at once. */
  #announce(before, now) {
    if (!before || this.route.member !== undefined) {
      return;
    }
    const old = new Set(before.map((badge) => badge.id));
    this.#unannounced.push(...now.filter((badge) => !old.has(badge.id)));
    if (this.#unannounced.length === 0 || this.#announcing) {
      return;
    }
    this.#announcing = setTimeout(() => {
      const badges = this.#unannounced.splice(0);
      const [first] = badges;
      const others = badges.length > 1 ? `, and ${badges.length - 1} more new badges` : '';
      this.announcement = `${visible(first.member)} won ${first.title}${first.level ? `, ${humanise(first.level)}` : ''}${others}`;
      this.#announcing = 0;
    }, ANNOUNCE_MILLIS);
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('#main').focus();
  }
}
customElements.define('rollcall-app', RollcallApp);

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand
  }
}

const without = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
