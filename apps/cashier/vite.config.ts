import { windowConfig } from '@tillbridge/ui/vite';
import react from '@vitejs/plugin-react';

export default windowConfig({ name: 'cashier', root: import.meta.dirname, plugins: [react()] });
