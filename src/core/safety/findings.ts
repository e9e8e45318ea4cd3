import type { Part } from '../chat';
import { baseName } from '../text';
import { findHidden } from './hiddenCharacters';
import { findSecrets } from './secretScan';
import type { Finding, HiddenFinding } from './sendCheck';

export { findSecrets, withoutSecrets } from './secretScan';

/** What in these parts has to be asked about before they are sent: what looks like a secret, and what nobody sees. */
export function findingsOf(parts: readonly Part[]): readonly Finding[] {
  const all = [...parts, ...reportedIn(parts)];
  return [...findSecrets(all), ...hiddenIn(all)];
}

/** What the editor reports quotes code, and not only that which goes along. */
function reportedIn(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap(part =>
    part.type === 'file' && part.problems ? [{ type: 'text', text: part.problems.join('\n') } as const] : [],
  );
}

/** Once for each part that has some. */
export function hiddenIn(parts: readonly Part[]): readonly HiddenFinding[] {
  return parts.flatMap(part => {
    if (part.type === 'image') return [];
    // At the beginning of a file it only says how the file is encoded.
    const lines = part.text.replace(/^\uFEFF/, '').split('\n');
    const counts = lines.map(hiddenCount);
    const count = counts.reduce((sum, of) => sum + of, 0);
    if (count === 0) return [];
    const line = counts.findIndex(of => of > 0) + 1;
    if (part.type === 'text') return [{ kind: 'hidden', count, line }];
    const file = baseName(part.name);
    return [{ kind: 'hidden', count, file, line: line + (part.lines?.[0] ?? 1) - 1 }];
  });
}

function hiddenCount(line: string): number {
  // Most lines have nothing beyond Latin letters, and texts are long.
  if (!/[\u200B-\uFFFF]/.test(line)) return 0;
  return findHidden(line).reduce((sum, { count }) => sum + count, 0);
}
