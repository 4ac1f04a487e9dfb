import { browserPort, createLiveClient, createSoundPlayer } from '@tillbridge/ui';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import '@tillbridge/ui/theme.css';
import './display.css';
import './prompt.css';
import './basket.css';
import './voucher.css';
import './qr.css';
import './idle.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const till = new URLSearchParams(location.search).get('till');
const client = createLiveClient({
  window: 'display',
  ...(till === null ? {} : { till }),
  port: browserPort(),
});
client.start();
document.addEventListener('contextmenu', (event) => event.preventDefault());
createRoot(root).render(<App client={client} sounds={createSoundPlayer()} />);
