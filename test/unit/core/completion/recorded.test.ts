import assert from 'node:assert/strict';
import { cleanCompletion, cleanFilling } from '../../../../src/core/completion/cleanCompletion';
import type { CursorContext } from '../../../../src/core/completion/cursorContext';
import { type CompletionCase, completionCases } from '../../../support/completionCases';

const cases = completionCases();

/** What is never part of a document, not for a moment. */
const ODD = /<think|<\|?(fim|im_)|CURSOR|\r/;
const ESCAPE = '\u001B';
const ODD_IN_CODE = new RegExp(`\`\`\`|${ODD.source}`);

function contextOf({ language, before, after, indentUnit }: CompletionCase): CursorContext {
  return { path: `a.${language}`, language, before, after, indentUnit };
}

function insert(recorded: CompletionCase, written: string, ended: boolean): string {
  const clean = recorded.filled ? cleanFilling : cleanCompletion;
  return recorded.before + clean(written, contextOf(recorded), ended) + recorded.after;
}

describe('recorded completions', () => {
  it('are ten or more of each of six languages', () => {
    const few = ['go', 'html', 'markdown', 'python', 'rust', 'typescript'].filter(
      language => cases.filter(recorded => recorded.language === language).length < 10,
    );
    assert.deepEqual(few, []);
  });

  for (const recorded of cases) {
    it(`${recorded.language}: ${recorded.name}`, () => {
      assert.equal(insert(recorded, recorded.answer, true), recorded.wanted);
    });
  }

  it('show nothing while they are written that is not in the document at the end, but for what repeats it', () => {
    const wrong = cases.flatMap(recorded => {
      const odds = recorded.language === 'markdown' ? ODD : ODD_IN_CODE;
      const seen = new Set<string>();
      for (let length = 0; length <= recorded.answer.length; length++) {
        const clean = recorded.filled ? cleanFilling : cleanCompletion;
        seen.add(clean(recorded.answer.slice(0, length), contextOf(recorded), false));
      }
      const odd = [...seen].find(text => odds.test(text) || text.includes(ESCAPE));
      return odd === undefined ? [] : [`${recorded.language}: ${recorded.name}: ${odd}`];
    });
    assert.deepEqual(wrong, []);
  });
});
