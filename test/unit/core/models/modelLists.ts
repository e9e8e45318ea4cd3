import type { ModelInfo } from '../../../../src/core/chat';
import { json, type ScriptedReply } from '../../../support/scriptedReply';

/** A kind of server: its replies, by request line, and what is to be made of them. */
export interface ServerFamily {
  readonly name: string;
  readonly replies: Readonly<Record<string, ScriptedReply>>;
  readonly models: readonly ModelInfo[];
}

/** A model list as OpenAI's API has it. */
export function listOf(models: readonly object[]): ScriptedReply {
  return json({ object: 'list', data: models.map(model => ({ object: 'model', created: 1_735_689_600, ...model })) });
}

/** Replies in the shape that each server's documents or source give; the values are made up. */
export const FAMILIES: readonly ServerFamily[] = [
  {
    name: 'vLLM',
    replies: {
      'GET /v1/models': listOf([
        {
          id: 'Qwen/Qwen2-VL-7B-Instruct',
          owned_by: 'vllm',
          root: 'Qwen/Qwen2-VL-7B-Instruct',
          parent: null,
          max_model_len: 32768,
          permission: [{ id: 'modelperm-1', object: 'model_permission', allow_sampling: true, organization: '*' }],
        },
        { id: 'a-lora', owned_by: 'vllm', root: '/loras/a', parent: 'Qwen/Qwen2-VL-7B-Instruct', max_model_len: null },
      ]),
    },
    models: [{ id: 'Qwen/Qwen2-VL-7B-Instruct', contextWindow: 32768 }, { id: 'a-lora' }],
  },
  {
    name: 'llama.cpp',
    replies: {
      'GET /v1/models': json({
        models: [{ name: 'gemma-3-4b-it', model: 'gemma-3-4b-it', capabilities: ['completion', 'multimodal'] }],
        object: 'list',
        data: [
          {
            id: 'gemma-3-4b-it',
            object: 'model',
            created: 1_735_689_600,
            owned_by: 'llamacpp',
            meta: { vocab_type: 1, n_vocab: 262_144, n_ctx: 8192, n_ctx_train: 131_072, n_params: 3_880_099_328 },
          },
        ],
      }),
    },
    models: [{ id: 'gemma-3-4b-it', contextWindow: 8192 }],
  },
  {
    name: 'OpenRouter',
    replies: {
      'GET /v1/models': json({
        data: [
          {
            id: 'maker/sees-and-calls',
            canonical_slug: 'maker/sees-and-calls-1',
            name: 'Maker: Sees and Calls',
            context_length: 200_000,
            architecture: { modality: 'text+image->text', input_modalities: ['text', 'image', 'file'], tokenizer: 'X' },
            pricing: { prompt: '0.000003', completion: '0.000015' },
            top_provider: { context_length: 200_000, max_completion_tokens: 64_000, is_moderated: true },
            supported_parameters: ['max_tokens', 'temperature', 'tool_choice', 'tools'],
          },
          {
            id: 'maker/reads-only:free',
            name: 'Maker: Reads Only (free)',
            context_length: 8192,
            architecture: { modality: 'text->text', input_modalities: ['text'], tokenizer: 'X' },
            supported_parameters: ['max_tokens', 'temperature'],
          },
        ],
      }),
    },
    models: [
      { id: 'maker/sees-and-calls', contextWindow: 200_000, vision: true, tools: true },
      { id: 'maker/reads-only:free', contextWindow: 8192, vision: false, tools: false },
    ],
  },
  {
    name: 'LiteLLM',
    replies: {
      'GET /v1/models': listOf([
        { id: 'qwen2-vl', owned_by: 'openai' },
        { id: 'embedder', owned_by: 'openai' },
        { id: 'not-in-the-info', owned_by: 'openai' },
      ]),
      'GET /v1/model/info': json({
        data: [
          {
            model_name: 'qwen2-vl',
            litellm_params: { model: 'hosted_vllm/Qwen/Qwen2-VL-7B-Instruct', api_base: 'http://vllm:8000/v1' },
            model_info: {
              id: 'e889baacd17f591cce4c63639275ba5e8dc60765d6c553e6ee5a504b19e50ddc',
              db_model: false,
              key: 'hosted_vllm/qwen2-vl',
              max_tokens: 4096,
              max_input_tokens: 32768,
              max_output_tokens: 4096,
              mode: 'chat',
              supports_vision: true,
              supports_function_calling: false,
              supports_response_schema: null,
            },
          },
          {
            model_name: 'embedder',
            model_info: { max_tokens: 512, max_input_tokens: null, max_output_tokens: null, supports_vision: null },
          },
        ],
      }),
    },
    models: [
      { id: 'qwen2-vl', contextWindow: 32768, maxOutputTokens: 4096, vision: true, tools: false },
      { id: 'embedder', contextWindow: 512 },
      { id: 'not-in-the-info' },
    ],
  },
  {
    name: 'LM Studio',
    replies: {
      'GET /v1/models': json({
        object: 'list',
        data: [
          { id: 'qwen2-vl-7b-instruct', object: 'model', owned_by: 'organization_owner' },
          { id: 'llama-3.1-8b', object: 'model', owned_by: 'organization_owner' },
          { id: 'of-an-earlier-version', object: 'model', owned_by: 'organization_owner' },
        ],
      }),
      'GET /api/v0/models': json({
        object: 'list',
        data: [
          {
            id: 'qwen2-vl-7b-instruct',
            object: 'model',
            type: 'vlm',
            publisher: 'mlx-community',
            arch: 'qwen2_vl',
            compatibility_type: 'mlx',
            quantization: '4bit',
            state: 'not-loaded',
            max_context_length: 32768,
            capabilities: [],
          },
          {
            id: 'llama-3.1-8b',
            object: 'model',
            type: 'llm',
            arch: 'llama',
            state: 'loaded',
            max_context_length: 131_072,
            loaded_context_length: 4096,
            capabilities: ['tool_use'],
          },
          { id: 'of-an-earlier-version', object: 'model', state: 'not-loaded', max_context_length: 8192 },
        ],
      }),
    },
    models: [
      { id: 'qwen2-vl-7b-instruct', contextWindow: 32768, vision: true, tools: false },
      { id: 'llama-3.1-8b', contextWindow: 4096, vision: false, tools: true },
      { id: 'of-an-earlier-version', contextWindow: 8192 },
    ],
  },
  {
    name: 'Ollama',
    replies: {
      'GET /v1/models': listOf([{ id: 'llama3.2-vision:latest', owned_by: 'library' }]),
      'POST /api/show': json({
        license: '…',
        modelfile: '# Modelfile generated by "ollama show"\n',
        template: '{{ .Prompt }}',
        details: { parent_model: '', format: 'gguf', family: 'mllama', families: ['mllama'], parameter_size: '9.8B' },
        model_info: {
          'general.architecture': 'mllama',
          'general.parameter_count': 9_775_192_064,
          'mllama.attention.head_count': 32,
          'mllama.context_length': 131_072,
          'mllama.embedding_length': 4096,
        },
        capabilities: ['completion', 'vision', 'tools'],
      }),
    },
    models: [{ id: 'llama3.2-vision:latest', contextWindow: 131_072, vision: true, tools: true }],
  },
];
