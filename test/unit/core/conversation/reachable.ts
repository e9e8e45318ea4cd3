import { siblingsIn } from '../../../../src/core/conversation/branches';
import { apply, type Conversation } from '../../../../src/core/conversation/conversation';

/** Everything that a user comes to by switching variants. */
export function reachable(start: Conversation): ReadonlySet<string> {
  const seen = new Set<string>();
  const ways = new Set<string>();
  const open = [start];
  for (let conversation = open.pop(); conversation; conversation = open.pop()) {
    const way = conversation.entries.map(({ id }) => id).join(' ');
    if (ways.has(way)) continue;
    ways.add(way);
    const siblings = siblingsIn(conversation.branches);
    for (const { id } of conversation.entries) {
      seen.add(id);
      for (const sibling of siblings(id)) {
        if (!seen.has(sibling)) open.push(apply(conversation, { type: 'chosen', id: sibling }));
      }
    }
  }
  return seen;
}
