import { LitElement } from 'lit';

/**
 * A component without a shadow root: the page is one document with one style sheet, which the strict content security
 * policy wants as a file anyway.
 */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
