import * as vscode from 'vscode';
import { tokensOf } from '../../core/context/tokens';
import { codeToCheck, type EditPlace, type EditTurn, editMessages } from '../../core/edits/editMessages';
import { type FindingWords, findingsIn } from '../../core/safety/sendCheck';

/** As many findings as a question names. */
const NAMED = 6;

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
  const allowed = new WeakMap<vscode.TextDocument, ReadonlySet<string>>();
  return {
    async maySend(question, window, host) {
      const { document, place, instruction } = question;
      const findings = await findingsIn([codeToCheck(place, window), { type: 'text', text: instruction }]);
      const tooLong = window === undefined ? undefined : tooLongFor(question, window);
      // By kind: lines move while one writes.
      const kinds = [...findings.map(({ kind }) => kind), ...(tooLong === undefined ? [] : ['tooLong'])];
      const asked = kinds.map(kind => `${host} ${kind}`);
      const before = allowed.get(document) ?? new Set<string>();
      if (asked.every(kind => before.has(kind))) return true;
      const named = await Promise.all(findings.map(words));
      if (!(await askFor(tooLong === undefined ? named : [tooLong, ...named], host))) return false;
      allowed.set(document, new Set([...before, ...asked]));
      return true;
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

/** Modal: the command waits for the answer. */
async function askFor(findings: readonly string[], host: string): Promise<boolean> {
  const send = vscode.l10n.t('Send anyway');
  const question = vscode.l10n.t('Should this code go to {0}? Nothing was sent yet.', host);
  const more = findings.length - NAMED;
  const named = [...findings.slice(0, NAMED), ...(more > 0 ? [vscode.l10n.t('and {0} others', more)] : [])];
  const detail = `${named.join('\n')}\n\n${vscode.l10n.t('A yes holds for this document until it is closed.')}`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
}
