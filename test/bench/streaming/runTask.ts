import { parseEndpoints } from '../../../src/core/endpoints/endpoints';
import { parseJson } from '../../../src/core/unknown';
import { runCommand, startProcess, stopProcess } from '../../host/processes';
import { bundleAll, type ClientName } from './bundles';
import type { Target } from './clients/client';
import type { TaskName } from './tasks';
import { modelName, type Workload } from './workload';

export interface Task {
  readonly task: TaskName;
  readonly workload: Workload;
  readonly times?: number;
}

export interface Arena {
  /** Runs a task in a fresh process and resolves to the numbers that it found. */
  readonly run: (client: ClientName, task: Task) => Promise<readonly number[]>;
  readonly close: () => Promise<void>;
}

/** The bundles, and a load server that all the clients read from. */
export async function openArena(): Promise<Arena> {
  const bundles = await bundleAll();
  const server = await startLoadServer(bundles.loadServer);
  const target = JSON.stringify(targetOf(server.port));
  return {
    async run(client, { task, workload, times = 1 }) {
      const lines: string[] = [];
      // Without it the memory that is left over from loading would count as grown, or hide what has grown.
      const flags = task === 'memoryGrowth' ? ['--expose-gc'] : [];
      const words = [bundles.client(client), target, task, modelName(workload), String(times)];
      const code = await runCommand(process.execPath, [...flags, bundles.clientProcess, ...words], {
        killAtEnd: true,
        onLine: line => lines.push(line),
      });
      const numbers = parseJson(lines.at(-1) ?? '');
      if (code === 0 && isNumbers(numbers)) return numbers;
      throw new Error(`${client} could not do ${task} (${modelName(workload)}):\n${lines.join('\n')}`);
    },
    close: server.stop,
  };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(entry => typeof entry === 'number');
}

function targetOf(port: number): Target {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const [endpoint] = parseEndpoints([{ name: 'bench', url: baseUrl }]).endpoints;
  if (!endpoint) throw new Error('Our own endpoint is refused.');
  return { baseUrl, endpoint };
}

interface LoadServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

function startLoadServer(file: string): Promise<LoadServer> {
  return new Promise((resolve, reject) => {
    const child = startProcess(process.execPath, [file], {
      onLine(line) {
        const port = Number(line);
        if (Number.isInteger(port)) resolve({ port, stop: () => stopProcess(child) });
        else console.error(`load server: ${line}`);
      },
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The load server does not start.')));
  });
}
