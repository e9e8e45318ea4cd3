// dist/history.js: the list of conversations. Loaded when it is first opened.
import './history.css';
import './historyRows.css';
import { createHistoryView } from './historyView';

window.createHistoryView = createHistoryView;
