import { element } from '../dom';
import { icon, iconButton } from '../icons';
import { createSecretQuestion } from '../secretQuestion';
import { strings } from '../strings';

/** What the composer says about the message: why something was refused, and whether a secret is really meant to be sent. */
export interface Notices {
  readonly node: HTMLElement;
  /** Says something until the user goes on. */
  say(text: string): void;
  /** Takes back what was said, if it is this: it holds no more. */
  unsay(text: string): void;
  /**
   * Asks whether what was found is to be sent to this host.
   *
   * @param advice what the user could do instead, and follows what is attached; hidden where there is nothing to say
   */
  ask(findings: readonly string[], host: string, advice: HTMLElement): void;
  readonly isAsking: boolean;
  /** Takes the question back: what it was about has changed. */
  withdrawQuestion(): void;
  clear(): void;
}

/** `focusBox` takes the focus after each of its buttons. `sendAnyway` follows where the user means it; the question is gone by then. */
export function createNotices(sendAnyway: () => void, focusBox: () => void): Notices {
  // Always there, or a screen reader would not hear the first one.
  const said = element('div', { class: 'notice', role: 'status' });
  const node = element('div', { class: 'notices' }, said);
  let asked: HTMLElement | undefined;

  function withdrawQuestion(): void {
    asked?.remove();
    asked = undefined;
  }

  return {
    node,
    say(text) {
      const dismiss = iconButton('close', strings.dismiss);
      dismiss.addEventListener('click', () => {
        said.replaceChildren();
        focusBox();
      });
      said.replaceChildren(icon('warning'), element('span', {}, text), dismiss);
    },
    unsay(text) {
      if (said.textContent === text) said.replaceChildren();
    },
    ask(findings, host, advice) {
      withdrawQuestion();
      asked = createSecretQuestion(findings, host, isMeant => {
        withdrawQuestion();
        focusBox();
        if (isMeant) sendAnyway();
      });
      asked.querySelector('.buttons')?.before(advice);
      node.append(asked);
    },
    get isAsking() {
      return asked !== undefined;
    },
    withdrawQuestion,
    clear() {
      said.replaceChildren();
      withdrawQuestion();
    },
  };
}
