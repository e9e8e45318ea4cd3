// Runs a suite in plain Node, in a process of its own.
import { runMocha } from './mochaRunner';

// Each file of tests is a bundle with its own copy of what cleans up when the process ends.
process.setMaxListeners(100);
const { failed } = await runMocha();
// Not left to end by itself: a test that forgets to close a server must not keep the suite from ending.
process.exit(failed > 0 ? 1 : 0);
