/** This window's build id, put in by Vite. */
declare const __BUILD__: string;
declare module '*.css';
