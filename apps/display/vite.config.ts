import { windowConfig } from '@tillbridge/ui/vite';
import react from '@vitejs/plugin-react';

export default windowConfig({ name: 'display', root: import.meta.dirname, plugins: [react()] });
