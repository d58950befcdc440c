import { LitElement } from 'lit';

/**
 * A component without a shadow root: the page is one document with one set of style
 * sheets, which the strict content security policy wants as files anyway.
 */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
