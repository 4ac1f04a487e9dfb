import '@fontsource-variable/inter';
import './styles/desk.css';
import './styles/till.css';
import './styles/devices.css';
import './styles/terminal.css';
import './styles/phone.css';
import './styles/tickets.css';
import './styles/windows.css';
import './styles/faults.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Shop } from './Shop.tsx';

const root = document.getElementById('shop');
if (root === null) throw new Error('the page has no #shop');
createRoot(root).render(
  <StrictMode>
    <Shop />
  </StrictMode>,
);
