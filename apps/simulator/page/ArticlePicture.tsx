import type { ArticlePicture as Picture } from '../src/shop/shop-view.ts';

/** Own drawings on a grid of 32, strokes of 2. */
const PATHS: Readonly<Record<Picture, string>> = {
  pancake: 'M4 17c0-4 5-7 12-7s12 3 12 7-5 7-12 7S4 21 4 17Zm0 3c0 4 5 7 12 7s12-3 12-7M13 14h6v5c0 2-3 2-3 0',
  burger: 'M5 14a11 8 0 0 1 22 0H5Zm-1 4h24M5 22h22v1a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4v-1ZM11 10h1m5-1h1m3 2h1',
  veggie: 'M16 27c-6-4-9-8-9-13 4 0 7 1 9 4 2-3 5-4 9-4 0 5-3 9-9 13Zm0-9c-3-4-3-8 0-13 3 5 3 9 0 13',
  coffee: 'M6 13h17v8a6 6 0 0 1-6 6h-5a6 6 0 0 1-6-6v-8Zm17 2h2a3 3 0 0 1 0 7h-2M11 5c-2 2 2 3 0 5m6-5c-2 2 2 3 0 5',
  drink: 'M8 10h16l-2 18H10L8 10Zm1 6h14M16 10l3-7h4',
  fries: 'M7 15h18l-3 13H10L7 15Zm3 0V6m4 9V4m4 11V5m4 10V7',
  ice: 'M9 14a7 7 0 0 1 14 0 3 3 0 0 1-1 3H10a3 3 0 0 1-1-3Zm2 3 5 12 5-12',
  waffle: 'M6 6h20v20H6V6Zm0 7h20M6 19h20M13 6v20m6-20v20',
  child: 'M16 4a7 8 0 0 1 0 16 7 8 0 0 1 0-16Zm0 16v3c0 3-3 3-3 6m-1-20a4 4 0 0 1 3-2',
  ticket: 'M4 10h24v4a3 3 0 0 0 0 5v4H4v-4a3 3 0 0 0 0-5v-4Zm15 0v3m0 3v2m0 3v2',
  mug: 'M7 8h15v17a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V8Zm15 4h2a3 3 0 0 1 3 3v3a3 3 0 0 1-3 3h-2M12 13l5 6m0-6-5 6',
  socks: 'M13 4h10v13c0 2-1 3-3 5l-4 4a5 5 0 0 1-7-7l4-4V4Zm0 4h10',
};

export function ArticlePicture({ picture }: { picture: Picture }): React.ReactNode {
  return (
    <svg className="article-picture" viewBox="0 0 32 32" aria-hidden="true">
      <path
        d={PATHS[picture]}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
