import * as vscode from 'vscode';
import { tokensOf } from '../../core/context/tokens';
import { codeToCheck, type EditPlace, type EditTurn, editMessages } from '../../core/edits/editMessages';
import { type FindingWords, findingsIn } from '../../core/safety/sendCheck';
import { createConsent } from '../writing';

/** What should become of a piece of code. `document` is the one that it is in, which a yes of the user holds for. */
export interface EditQuestion {
  readonly document: vscode.TextDocument;
  readonly place: EditPlace;
  /** What was said before, where it is refined. */
  readonly turns: readonly EditTurn[];
  readonly instruction: string;
}

/** Asks before code is sent that holds what looks like a secret or cannot be seen, or that is more than the model holds. */
export interface EditCheck {
  /**
   * A yes holds for the document, the host and what was named, until the document is closed.
   *
   * @param window tokens that the model can hold, where that is known
   */
  maySend(question: EditQuestion, window: number | undefined, host: string): Promise<boolean>;
}

/** Keeps each yes in memory alone, by its document, and forgets it with that. */
export function createEditCheck(words: FindingWords): EditCheck {
  const consent = createConsent();
  return {
    async maySend(edit, window, host) {
      const question = vscode.l10n.t('Should this code go to {0}? Nothing was sent yet.', host);
      const { document, place, turns, instruction } = edit;
      // What was said before goes along, and may have gone to another host then.
      const said = [...turns.map(turn => turn.instruction), instruction];
      const findings = await findingsIn([
        codeToCheck(place, window),
        ...said.map(text => ({ type: 'text', text }) as const),
      ]);
      const tooLong = window === undefined ? undefined : tooLongFor(edit, window);
      const named = findings.map(finding => ({ kind: finding.kind, words: () => words(finding) }));
      const length = tooLong === undefined ? [] : [{ kind: 'tooLong', words: () => tooLong }];
      return consent(document, host, question, [...length, ...named]);
    },
  };
}

/** In words; undefined where it fits. The answer is about as long as the code. */
function tooLongFor({ place, turns, instruction }: EditQuestion, window: number): string | undefined {
  const texts = editMessages(place, turns, instruction, window)
    .flatMap(({ parts }) => parts)
    .map(part => ('text' in part ? part.text : ''));
  const tokens = [...texts, place.code].reduce((sum, text) => sum + tokensOf(text), 0);
  if (tokens <= window) return undefined;
  const { language } = vscode.env;
  return vscode.l10n.t(
    'Longer than the model can hold: about {0} tokens all in all, and it holds {1}',
    tokens.toLocaleString(language),
    window.toLocaleString(language),
  );
}
