// Runs a suite in plain Node, in a process of its own.
import { runMocha } from './mochaRunner';

const { failed } = await runMocha();
// Not left to end by itself: a test that forgets to close a server must not keep the suite from ending.
process.exit(failed > 0 ? 1 : 0);
