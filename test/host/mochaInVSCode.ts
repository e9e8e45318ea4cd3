// Runs a suite in the extension host of a VS Code, from a process of its own, whose output can so wait for its turn.
import { hostRunOf, runInHost } from './runInHost';

process.exit(await runInHost(hostRunOf(process.env)));
