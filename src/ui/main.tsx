// The page's entry. The worker starts before anything is drawn: the world and the screen get ready
// at the same time.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@xterm/xterm/css/xterm.css';
import './tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/terminal.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { Connection } from './connection';
import { StateHolder } from './state';
import { TerminalScreen } from './terminal/screen';

const terminal = 'laptop';
const state = new StateHolder();
const connection = new Connection(state);
const screen = new TerminalScreen({
  onInput: (text) => connection.send({ type: 'input', terminal, text }),
  onResize: (size) => connection.send({ type: 'resize', terminal, size }),
});

const element = document.getElementById('app');
if (element !== null) {
  createRoot(element).render(<App state={state} connection={connection} screen={screen} />);
}
