import { html, nothing } from 'lit';
import { PageElement } from './element.js';
import { hrefOf, humanise, visible } from './format.js';
import * as icons from './icons.js';
import { ask } from './live.js';

const PAUSE_MILLIS = 150;

/** Finds members by the beginning of their name: a combobox as the ARIA authoring practices describe it. */
class MemberSearch extends PageElement {
  static properties = {
    community: { attribute: false },
    text: { state: true },
    found: { state: true },
    active: { state: true },
    failure: { state: true },
  };
  #pause = 0;

  constructor() {
    super();
    this.#clear();
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.#shortcut);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.#shortcut);
    super.disconnectedCallback();
  }

  render() {
    const open = this.found !== null || this.failure !== '';
    return html`<div class="search" role="search">
      ${icons.search}
      <input type="text" role="combobox" autocomplete="off" spellcheck="false" placeholder="Find a member" aria-label="Find a member by the beginning of the name" aria-autocomplete="list" aria-controls="found" aria-expanded=${open ? 'true' : 'false'} aria-activedescendant=${this.active >= 0 ? `found-${this.active}` : nothing} maxlength="1024" .value=${this.text} @input=${this.#typed} @keydown=${this.#key} @blur=${() => this.#clear(this.text)} />
      <kbd aria-hidden="true">/</kbd>
      <ul id="found" role="listbox" aria-label="Members" ?hidden=${!open || !this.found?.length}>
        ${(this.found ?? []).map(
          (member, i) => html`<li id="found-${i}" role="option" aria-selected=${i === this.active ? 'true' : 'false'} @mousedown=${(event) => this.#pick(event, member)}>
            <bdi>${visible(member.member)}</bdi>
            <span class="hint">${[...Object.values(member.tiers), member.stage].filter(Boolean).map(humanise).join(' · ')}</span>
          </li>`,
        )}
      </ul>
      ${open && !this.found?.length
        ? html`<p class="nobody" role="status">${this.failure || html`No member's name begins with “<bdi>${this.text}</bdi>”.`}</p>`
        : nothing}
    </div>`;
  }

  #shortcut = (event) => {
    const typing = event.target.closest?.('input, select, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.querySelector('input').focus();
    }
  };

  #typed(event) {
    this.text = event.target.value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#ask(), PAUSE_MILLIS);
  }

  async #ask() {
    const text = this.text;
    if (!text) {
      this.#clear();
      return;
    }
    try {
      const found = await ask('/api/members', { community: this.community, prefix: text });
      if (text === this.text) {
        this.found = found;
        this.failure = '';
        this.active = found.length ? 0 : -1;
      }
    } catch (e) {
      this.found = null;
      this.failure = e.message;
    }
  }

  #key(event) {
    const count = this.found?.length ?? 0;
    if (event.key === 'ArrowDown' && count) {
      event.preventDefault();
      this.active = (this.active + 1) % count;
    } else if (event.key === 'ArrowUp' && count) {
      event.preventDefault();
      this.active = (this.active - 1 + count) % count;
    } else if (event.key === 'Enter' && this.active >= 0) {
      this.#pick(event, this.found[this.active]);
    } else if (event.key === 'Escape') {
      this.#clear();
    }
  }

  #pick(event, { member }) {
    event.preventDefault();
    this.#clear();
    this.querySelector('input').blur();
    location.hash = hrefOf(this.community, member);
  }

  #clear(text = '') {
    clearTimeout(this.#pause);
    this.text = text;
    this.found = null;
    this.failure = '';
    this.active = -1;
  }
}
customElements.define('member-search', MemberSearch);
