import { browserPort, createLiveClient, createSoundPlayer } from '@tillbridge/ui';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import '@tillbridge/ui/theme.css';
import './cashier.css';
import './lists.css';
import './card.css';
import './reconcile.css';
import './vouchers/voucher.css';
import './vouchers/voucher-lists.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const till = new URLSearchParams(location.search).get('till');
const client = createLiveClient({
  window: 'cashier',
  ...(till === null ? {} : { till }),
  port: browserPort(),
});
client.start();
createRoot(root).render(<App client={client} sounds={createSoundPlayer()} />);
