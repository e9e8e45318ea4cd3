import type { ToPage } from '../../shared/protocol';
import type { Trigger } from '../../shared/viewState';
import { type Clock, sleep } from '../clock';
import type { ComposerEditor, Offer } from '../composer/composerTypes';

/** Milliseconds without a key until the workspace is searched. */
const PAUSE = 120;

/** The lists in the message box: commands, and what can be taken along. */
export interface Suggesting {
  /** Says what there is at once, and what the workspace has by that name as soon as it is found. */
  suggest(trigger: Trigger, query: string, post: (fact: ToPage) => void): Promise<void>;
  /** What was offered last under this id. */
  offered(id: string): Offer | undefined;
}

/** Remembers the last list alone, and the finds of the last search. A new question ends the search of the one before it. */
export function createSuggesting(
  editor: Pick<ComposerEditor, 'offers' | 'mentions' | 'search'>,
  clock: Clock,
): Suggesting {
  let offered: readonly Offer[] = [];
  /** The last finds: they stay in the list until the next ones are there, or every key would empty it. */
  let found: readonly Offer[] = [];
  let searching = new AbortController();

  return {
    async suggest(trigger, query, post) {
      searching.abort();
      searching = new AbortController();
      const { signal } = searching;
      if (trigger === '/' || query === '') found = [];
      const own = await (trigger === '/' ? editor.offers(trigger) : editor.mentions());
      const show = (): void => {
        offered = withoutDoubles([...own, ...found]);
        const items = offered.map(({ take: _, ...suggestion }) => suggestion);
        post({ type: 'suggestions', trigger, query, items });
      };
      if (signal.aborted) return;
      show();
      if (trigger === '/' || query === '') return;
      try {
        await sleep(clock, PAUSE, signal);
        for await (const finds of editor.search(query, signal)) {
          if (signal.aborted) return;
          found = finds;
          show();
        }
      } catch (error) {
        // The next key has come.
        if (!signal.aborted) throw error;
      }
    },
    offered: id => offered.find(offer => offer.id === id),
  };
}

function withoutDoubles(offers: readonly Offer[]): readonly Offer[] {
  return [...new Map(offers.map(offer => [offer.id, offer])).values()];
}
