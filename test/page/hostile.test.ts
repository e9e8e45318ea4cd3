import assert from 'node:assert/strict';
import { fetching, names, payloads, templates, uris } from '../support/hostilePayloads';
import { answer, delta, message, question, retrying, stateOf, summaryOf } from './fixtures';
import { usePage } from './openedPage';
import { pieces } from './samples';

/** Runs in the page: what is there that no answer may put there. */
function foreign(selector: string): string[] {
  const elements = new Set(
    'P H1 H2 H3 H4 H5 H6 BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD EM STRONG S BR HR A CODE PRE DIV SPAN INPUT BUTTON svg path'.split(
      ' ',
    ),
  );
  const attributes = new Set(
    'class dir start type disabled checked aria-label aria-hidden aria-pressed title href rel data-language data-hidden xmlns width height viewBox fill fill-rule clip-rule d'.split(
      ' ',
    ),
  );
  const found: string[] = [];
  for (const element of document.querySelectorAll(`${selector} *`)) {
    if (!elements.has(element.tagName)) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (!attributes.has(name)) found.push(element.outerHTML);
      if (name === 'href' && !/^(?:https?:\/\/|mailto:)/.test(value)) found.push(element.outerHTML);
      if (name === 'dir' && value !== 'auto' && value !== 'ltr') found.push(element.outerHTML);
      if (name === 'href' && element.tagName !== 'A') found.push(element.outerHTML);
    }
  }
  return found;
}

describe('A hostile answer', () => {
  // Nothing asked the host for anything. Before the page is closed, which looks at what was loaded, run and refused.
  afterEach(async () => assert.deepEqual(await opened.intents(), []));
  const opened = usePage();

  it('comes in many forms', () => {
    assert(uris.length >= 40, `${uris.length} addresses`);
    assert(payloads.length >= 100, `${payloads.length} payloads`);
    assert(new Set(names).size >= 20, `${names.length} names`);
  });

  it('puts nothing on the page but what Markdown is made of, shown at once', async () => {
    await opened.tell(stateOf(payloads.map((text, index) => answer(`m${index}`, { text }))));
    assert.equal(await opened.page.locator('.markdown').count(), payloads.length);
    assert.deepEqual(await opened.page.evaluate(foreign, '.markdown'), []);
  });

  it('puts nothing else on the page while it streams either', async () => {
    const ids = payloads.map((_, index) => `m${index}`);
    await opened.tell(
      stateOf(
        ids.map(id => answer(id, { status: 'waiting' })),
        { busy: true },
      ),
    );
    const cut = payloads.map((text, index) => pieces(text, index + 1, 20));
    for (let round = 0; cut.some(parts => parts[round] !== undefined); round++) {
      await opened.tell(...ids.map((id, index) => delta(id, cut[index]?.[round] ?? '')));
      assert.deepEqual(await opened.page.evaluate(foreign, '.markdown'), []);
    }
    await opened.tell(...ids.map((id, index) => message(answer(id, { text: payloads[index] ?? '' }))));
    assert.deepEqual(await opened.page.evaluate(foreign, '.markdown'), []);
  });

  it('gets no link at all out of an address that may not be clicked', async () => {
    const texts = templates.flatMap(template => uris.map(template));
    await opened.tell(stateOf(texts.map((text, index) => answer(`m${index}`, { text }))));
    const links = await opened.page
      .locator('.markdown a')
      .evaluateAll(all => all.map(link => link.getAttribute('href')));
    // Inside `blob:` and `view-source:` a bare web address is still a web address.
    assert.deepEqual(
      links.filter(href => !/^(?:https:\/\/evil\.example\/1)$/.test(href ?? '')),
      [],
    );
  });

  it('names its images, links them where they may be clicked, and never loads them', async () => {
    await opened.tell(
      stateOf([answer('m', { text: `![a *cat*](${fetching}) ![](${fetching}) ![dog](data:image/png,x)` })]),
    );
    const { page } = opened;
    assert.equal(await page.locator('.markdown').textContent(), 'Image: a cat Image Image: dog');
    assert.equal(await page.getByRole('link', { name: 'Image: a cat' }).getAttribute('href'), fetching);
    assert.equal(await page.getByRole('link', { name: 'dog' }).count(), 0);
  });

  it('is plain text as reasoning', async () => {
    await opened.tell(stateOf([answer('m', { text: 'x', reasoning: payloads.join('\n') })]));
    assert.equal(await opened.page.locator('.reasoning-text').textContent(), payloads.join('\n'));
    assert.equal(await opened.page.locator('.reasoning-text *').count(), 0);
  });

  for (const [index, name] of names.entries()) {
    it(`is plain text as a name, an error or a chip: ${name.slice(0, 40)}`, async () => {
      const shape = () =>
        opened.page.evaluate(() => [...document.querySelectorAll('#app *')].map(({ tagName }) => tagName).join(' '));
      const scene = (text: string) =>
        stateOf(
          [
            question('q', text, { chips: [{ label: text, detail: text }] }),
            answer('a', {
              model: text,
              endpoint: text,
              status: 'failed',
              notice: text,
              summary: summaryOf(text),
              error: { title: text, serverMessage: text, request: text, remedies: [{ remedy: 'retry', label: text }] },
            }),
            answer('b', { model: text, endpoint: text, status: 'waiting', progress: { ...retrying, reason: text } }),
          ],
          { title: text, notSaved: text, target: { endpoint: text, model: text, host: text } },
        );
      await opened.tell(scene('harmless'));
      const harmless = await shape();
      await opened.tell(stateOf([]), scene(`${name} ${index}`));
      assert.equal(await shape(), harmless);
      assert.equal(await opened.page.locator('.words').textContent(), `${name} ${index}`);
      await opened.tell(stateOf([], { title: name, target: { endpoint: name, model: name, host: name } }));
      assert.equal(await opened.page.locator('.welcome strong').textContent(), name);
    });
  }
});
