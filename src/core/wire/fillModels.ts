/** The words with which a model was trained to fill in, and in which order it wants the two sides. */
export interface FillTokens {
  readonly prompt: (before: string, after: string) => string;
  /** Where its answer ends; servers take four at most. */
  readonly stop: readonly string[];
}

/**
 * A way to ask a model to fill in.
 *
 * - `tokens`: `POST …/completions` with the model's own words in the prompt
 * - `suffix`: `POST …/completions` with a field `suffix`, from which the server makes the prompt
 * - `fim`: `POST …/fim/completions` with a field `suffix`, as Mistral has it (https://docs.mistral.ai/api/endpoint/fim)
 */
export type FillWay = 'tokens' | 'suffix' | 'fim';

const STARCODER: FillTokens = {
  prompt: (before, after) => `<fim_prefix>${before}<fim_suffix>${after}<fim_middle>`,
  stop: ['<|endoftext|>', '<fim_prefix>', '<file_sep>'],
};

const QWEN: FillTokens = {
  prompt: (before, after) => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`,
  stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|im_end|>'],
};

const CODEGEMMA: FillTokens = {
  prompt: QWEN.prompt,
  stop: ['<|file_separator|>', '<|fim_prefix|>', '<end_of_turn>'],
};

const CODELLAMA: FillTokens = {
  prompt: (before, after) => `<PRE> ${before} <SUF>${after} <MID>`,
  stop: ['<EOT>', '<PRE>'],
};

const DEEPSEEK: FillTokens = {
  prompt: (before, after) => `<｜fim▁begin｜>${before}<｜fim▁hole｜>${after}<｜fim▁end｜>`,
  stop: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<|EOT|>'],
};

const CODESTRAL: FillTokens = {
  prompt: (before, after) => `[SUFFIX]${after}[PREFIX]${before}`,
  stop: ['</s>', '[SUFFIX]', '[PREFIX]'],
};

interface Family {
  readonly name: RegExp;
  readonly tokens?: FillTokens;
  readonly ways: readonly FillWay[];
}

/** By name, for no server tells it. A model that is not here is asked by messages. */
const FAMILIES: readonly Family[] = [
  // https://github.com/QwenLM/Qwen3-Coder and https://github.com/QwenLM/Qwen2.5-Coder, "Fill in the middle".
  { name: /qwen-?(2\.?5|3)-?coder/, tokens: QWEN, ways: ['tokens'] },
  // https://github.com/QwenLM/CodeQwen1.5, https://huggingface.co/bigcode/starcoder2-7b, https://arxiv.org/abs/2402.19173,
  // https://huggingface.co/ibm-granite/granite-8b-code-base, https://huggingface.co/stabilityai/stable-code-3b.
  { name: /codeqwen|starcoder|granite.*code|stable-?code/, tokens: STARCODER, ways: ['tokens'] },
  // https://huggingface.co/google/codegemma-7b, "Fill-in-the-middle".
  { name: /codegemma/, tokens: CODEGEMMA, ways: ['tokens'] },
  // https://arxiv.org/abs/2308.12950, section 2.3: the models of 7 and 13 billion parameters, not those for Python.
  { name: /code-?llama(?!.*(34b|70b|python))/, tokens: CODELLAMA, ways: ['tokens'] },
  // https://github.com/deepseek-ai/DeepSeek-Coder and …/DeepSeek-Coder-V2, "Code insertion".
  { name: /deepseek-coder/, tokens: DEEPSEEK, ways: ['tokens'] },
  // https://docs.mistral.ai/api/endpoint/fim; the order of its words is that of mistral-common.
  { name: /codestral(?!.*(mamba|embed))/, tokens: CODESTRAL, ways: ['tokens', 'fim'] },
  // https://platform.openai.com/docs/api-reference/completions/create: the last model there with a `suffix`.
  { name: /^gpt-3\.5-turbo-instruct/, ways: ['suffix'] },
];

/** How one model can be asked to fill in. `tokens` is there where one of its ways is that. */
export interface FillModel {
  readonly tokens?: FillTokens;
  /** The best first. */
  readonly ways: readonly FillWay[];
}

/** Ollama's names have a tag, `qwen2.5-coder:7b`; those of gateways that have one have an owner, too: `mistralai/codestral:free`. */
const OLLAMA = /^[^/]+:[\w.-]+$/;

/** How a model fills in; undefined for one that is not known to. */
export function fillModel(model: string): FillModel | undefined {
  const name = model.toLowerCase();
  const family = FAMILIES.find(candidate => candidate.name.test(name));
  if (!family) return undefined;
  // Ollama puts every prompt into the model's template, where words of ours would stand in a question; from a suffix it makes the
  // right one (https://github.com/ollama/ollama/pull/5207). vLLM, SGLang and llama.cpp know no suffix, and take a prompt as it is
  // (https://github.com/vllm-project/vllm/issues/9976); others drop a suffix in silence.
  return OLLAMA.test(name) ? { ways: ['suffix'] } : family;
}
