import { tests } from 'commonmark-spec';

/** The examples of the CommonMark specification, with its visible tabs made real. */
export const examples = tests.map(({ markdown, html, number }) => ({
  number,
  markdown: markdown.replaceAll('→', '\t'),
  html: html.replaceAll('→', '\t'),
}));
