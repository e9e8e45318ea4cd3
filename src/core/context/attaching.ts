import type { ComposerIntent, ToPage } from '../../shared/protocol';
import type { FilePart, ImagePart } from '../chat';
import type { ChosenFile, ComposerDependencies, ComposerProblem } from '../composer/composerTypes';
import {
  type Attachment,
  attach,
  attachmentOf,
  imagePart,
  imageProblem,
  MAX_ATTACHMENTS,
  textProblem,
} from './attachments';

/** Reasons that are said at once. */
const MAX_REASONS = 4;

type Post = (fact: ToPage) => void;

/** What goes along with the next message: the one place where something is added to it, or refused with a reason. */
export interface Attaching {
  list(): readonly Attachment[];
  set(list: readonly Attachment[]): void;
  add(part: FilePart | ImagePart, pixels?: number): ComposerProblem | undefined;
  addText(part: FilePart): ComposerProblem | undefined;
  /** Adds what it can, and says of the others why it cannot. Undefined is what the user has left after all. */
  addAll(files: Iterable<ChosenFile | Promise<ChosenFile | undefined>>, post: Post): Promise<void>;
  addImage(intent: ComposerIntent & { readonly type: 'attachImage' }, post: Post): Promise<void>;
  tooLarge(name: string, bytes: number): ComposerProblem;
  /** That a text is longer than may go along. */
  sizeProblem(part: FilePart): ComposerProblem | undefined;
  /** Why the endpoint that the next message goes to cannot be shown an image. */
  blindness(): Promise<ComposerProblem | undefined>;
  say(problems: readonly (ComposerProblem | undefined)[], post: Post): Promise<void>;
}

/** The list lives in memory. `changed` follows every new one; `modelInfo` is asked when an image is added, and may ask the endpoint. */
export function createAttaching(
  dependencies: Pick<ComposerDependencies, 'session' | 'settings' | 'modelInfo' | 'newId' | 'words'>,
  changed: () => void,
): Attaching {
  const { session, settings, words, newId } = dependencies;
  let attachments: readonly Attachment[] = [];

  function set(list: readonly Attachment[]): void {
    attachments = list;
    changed();
  }

  function add(part: FilePart | ImagePart, pixels?: number): ComposerProblem | undefined {
    const list = attach(attachments, attachmentOf(newId(), part, pixels));
    if (list.length > MAX_ATTACHMENTS) return { reason: 'tooMany', max: MAX_ATTACHMENTS };
    set(list);
    return undefined;
  }

  function addText(part: FilePart): ComposerProblem | undefined {
    if (part.text === '') return { reason: 'empty', name: part.name };
    return sizeProblem(part) ?? add(part);
  }

  function sizeProblem({ name, text }: FilePart): ComposerProblem | undefined {
    return textProblem(text, settings().maxFileKilobytes) && tooLarge(name, Buffer.byteLength(text));
  }

  function tooLarge(name: string, bytes: number): ComposerProblem {
    return { reason: 'tooLarge', name, bytes, maxKilobytes: settings().maxFileKilobytes };
  }

  async function blindness(): Promise<ComposerProblem | undefined> {
    const target = session.target();
    if (!target) return undefined;
    const { endpoint, model = '' } = target;
    const info = endpoint.protocol === 'envelope' ? undefined : await dependencies.modelInfo(endpoint, model);
    const problem = imageProblem(endpoint, info);
    if (problem === 'protocol') return { reason: 'blindProtocol', endpoint: endpoint.name };
    return problem && { reason: 'blindModel', model };
  }

  async function addChosen(file: ChosenFile, post: Post): Promise<ComposerProblem | undefined> {
    if (file.type === 'part') return addText(file.part);
    if (file.type === 'refused') return file.problem;
    if (file.type === 'unreadable') return { reason: 'unreadable', name: file.name };
    if (file.type === 'tooLarge') return tooLarge(file.name, file.size);
    const { contentOf } = await import('./chosenFile');
    const content = contentOf(file, settings().maxFileKilobytes * 1024);
    if (content.type === 'refused') return content.problem;
    if (content.type === 'tooLarge') return tooLarge(file.name, file.bytes.length);
    if (content.type === 'text') return addText(content.part);
    const blind = await blindness();
    if (!blind) content.pieces(newId()).forEach(post);
    return blind;
  }

  async function say(problems: readonly (ComposerProblem | undefined)[], post: Post): Promise<void> {
    const named = await Promise.all(problems.flatMap(problem => (problem ? [words.problem(problem)] : [])));
    const said = [...new Set(named)];
    const rest = said.length > MAX_REASONS ? ['…'] : [];
    if (said.length > 0) post({ type: 'composerNotice', text: [...said.slice(0, MAX_REASONS), ...rest].join('\n') });
  }

  return {
    list: () => attachments,
    set,
    add,
    addText,
    tooLarge,
    sizeProblem,
    blindness,
    say,
    async addAll(files, post) {
      const problems: ComposerProblem[] = [];
      for (const file of files) {
        const chosen = await file;
        const problem = chosen && (await addChosen(chosen, post));
        if (problem) problems.push(problem);
        if (problem?.reason === 'tooMany') break;
      }
      await say(problems, post);
    },
    async addImage(intent, post) {
      const part = imagePart(intent);
      if (!part) return say([{ reason: 'brokenImage', name: intent.name }], post);
      await say([(await blindness()) ?? add(part, intent.width * intent.height)], post);
    },
  };
}
